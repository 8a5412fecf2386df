import type { Random } from '../../src/app/demo-alerts.ts';

interface Member {
  readonly input: Uint8Array;
  /** How often it was changed, half forgotten whenever that leads to something new. */
  picked: number;
  readonly tookMs: number;
}

/** The inputs that mutations start from. New ones catch up with old ones, those that lead on are picked more, as are small and fast ones. */
export class Population {
  readonly #members: Member[] = [];
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  get size(): number {
    return this.#members.length;
  }

  add(input: Uint8Array, parent?: Member, tookMs = 0): void {
    this.#members.push({ input, picked: 0, tookMs });
    if (parent) parent.picked = Math.floor(parent.picked / 2);
  }

  /** The best of a few taken by chance: cheap, and no input is ever left out for good. */
  pick(): Member | undefined {
    let best: Member | undefined;
    for (let tries = 0; tries < 4; tries++) {
      const member = this.any();
      if (member && (!best || energyOf(member) > energyOf(best))) best = member;
    }
    if (best) best.picked++;
    return best;
  }

  any(): Member | undefined {
    return this.#members[Math.floor(this.#random() * this.#members.length)];
  }
}

function energyOf({ input, picked, tookMs }: Member): number {
  return 1 / (1 + picked) / Math.log2(16 + input.length) / (1 + tookMs);
}
