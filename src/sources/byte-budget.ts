/** Of `maxBytes`, on top of it. */
const partForSmall = 1 / 8;

interface Waiter {
  readonly share: Share;
  readonly bytes: number;
  readonly grant: () => void;
}

/**
 * The memory that request bodies may take together, handed out as the bytes arrive, so that a slow sender holds only what
 * it has sent. Who finds no room waits, first come, first served, half-read bodies before others. So that these cannot wait for each
 * other for ever, one at a time may go beyond. Small bodies, such as Falco's own, have a part for themselves, so that they never
 * wait behind large ones. The bound is `maxBytes`, an eighth of it, and one body.
 */
export class ByteBudget {
  readonly #maxBytes: () => number;
  readonly #small = new Set<Waiter>();
  readonly #begun = new Set<Waiter>();
  readonly #fresh = new Set<Waiter>();
  #usedBytes = 0;
  #overdrawn: Share | undefined;

  constructor(maxBytes: () => number) {
    this.#maxBytes = maxBytes;
  }

  get usedBytes(): number {
    return this.#usedBytes;
  }

  /** How many parts of bodies wait for room. */
  get waiting(): number {
    return this.#small.size + this.#begun.size + this.#fresh.size;
  }

  /** The share of one request; it must be released. */
  share(isSmall: boolean): Share {
    return new Share(this, isSmall);
  }

  /** For `Share`. `undefined` where there is room at once. */
  take(share: Share, bytes: number): Promise<void> | undefined {
    if ((this.waiting === 0 || share.isSmall) && this.#grant(share, bytes)) return undefined;
    return new Promise((grant) => {
      const waiter = { share, bytes, grant };
      (share.waiters ??= []).push(waiter);
      this.#queueOf(share).add(waiter);
      this.#grantWaiting();
    });
  }

  /** For `Share`. */
  giveBack(share: Share): void {
    this.#usedBytes -= share.heldBytes;
    if (this.#overdrawn === share) this.#overdrawn = undefined;
    for (const waiter of share.waiters ?? []) {
      for (const queue of [this.#small, this.#begun, this.#fresh]) queue.delete(waiter);
    }
    if (this.waiting > 0) this.#grantWaiting();
  }

  #queueOf(share: Share): Set<Waiter> {
    if (share.isSmall) return this.#small;
    return share.heldBytes > 0 ? this.#begun : this.#fresh;
  }

  /** All half-read bodies are asked, since the one that may go beyond can stand behind others. */
  #grantWaiting(): void {
    for (const waiter of this.#small) if (!this.#serve(waiter, this.#small)) break;
    for (const waiter of this.#begun) this.#serve(waiter, this.#begun);
    if (this.#begun.size > 0) return;
    for (const waiter of this.#fresh) if (!this.#serve(waiter, this.#fresh)) return;
  }

  #serve(waiter: Waiter, queue: Set<Waiter>): boolean {
    if (!this.#grant(waiter.share, waiter.bytes)) return false;
    queue.delete(waiter);
    waiter.grant();
    return true;
  }

  #grant(share: Share, bytes: number): boolean {
    const maxBytes = this.#maxBytes() * (share.isSmall ? 1 + partForSmall : 1);
    const fits = this.#usedBytes === 0 || this.#usedBytes + bytes <= maxBytes;
    if (!fits && this.#overdrawn !== share) {
      if (this.#overdrawn || share.heldBytes === 0) return false;
      this.#overdrawn = share;
    }
    this.#usedBytes += bytes;
    share.heldBytes += bytes;
    return true;
  }
}

/** What one request holds of a budget. */
export class Share {
  heldBytes = 0;
  waiters: Waiter[] | undefined;
  /** Whether the body is known to be small. */
  readonly isSmall: boolean;
  readonly #budget: ByteBudget;
  #isReleased = false;
  #heldUntil: Promise<unknown> | undefined;

  constructor(budget: ByteBudget, isSmall: boolean) {
    this.#budget = budget;
    this.isSmall = isSmall;
  }

  /** Asks for more. `undefined` where there is room at once; otherwise it resolves when there is. */
  grow(bytes: number): Promise<void> | undefined {
    return this.#isReleased ? undefined : this.#budget.take(this, bytes);
  }

  /** What was read stays in memory until this settles, even if it is released before. */
  holdUntil(end: Promise<unknown>): void {
    this.#heldUntil = end;
  }

  release(): void {
    if (this.#isReleased) return;
    this.#isReleased = true;
    const giveBack = () => this.#budget.giveBack(this);
    if (this.#heldUntil) this.#heldUntil.then(giveBack, giveBack);
    else giveBack();
  }
}
