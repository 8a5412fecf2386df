import { GrowingArray } from './growing-array.ts';

export interface IssuedAlert {
  /** From 1, in the order of issue. */
  readonly id: number;
  /** As Falco would post it. */
  readonly body: string;
}

/** What arrived at one output, compared with what was issued and acknowledged. */
export interface OutputTally {
  /** Different alerts, acknowledged or not. */
  readonly delivered: number;
  /** Acknowledged, and not (yet) there. */
  readonly missing: number;
  /** Arrivals beyond the first of an alert. */
  readonly duplicates: number;
  /** First arrivals of alerts that were acknowledged before an alert was posted that arrived before them in the same lane. */
  readonly outOfOrder: number;
}

/**
 * What the world outside knows: which alerts were posted, which were acknowledged, what arrived where. Texts follow from the
 * numbers of the alerts, so that ten million of them cost some bytes each.
 */
export class Oracle {
  readonly #outputs = new Map<string, Arrivals>();
  /** Issues and acknowledgements are counted by one clock, so that it is known which came before which. */
  readonly #issuedAt = new GrowingArray();
  readonly #ackedAt = new GrowingArray();
  #ticks = 0;
  #issued = 0;
  #acked = 0;
  /** Arrivals of an issued alert with another content. */
  corrupted = 0;
  /** Arrivals of what was never issued. */
  spurious = 0;

  issue(): IssuedAlert {
    const id = ++this.#issued;
    this.#issuedAt.set(id, ++this.#ticks);
    return { id, body: bodyOf(id) };
  }

  ack(id: number): void {
    if (this.isAcked(id)) return;
    this.#acked++;
    this.#ackedAt.set(id, ++this.#ticks);
    for (const arrivals of this.#outputs.values()) if (arrivals.counts.get(id) > 0) arrivals.acked++;
  }

  isAcked(id: number): boolean {
    return this.#ackedAt.get(id) > 0;
  }

  /** An alert that arrived at a destination, as JSON. Returns its number, or 0 for what was never issued. */
  arrive(output: string, body: string): number {
    const id = this.check(body);
    if (id > 0) this.#arrivalsAt(output).note(id, this.#issuedAt.get(id), this.#ackedAt.get(id));
    return id;
  }

  /** Counts an alert that is not as it was issued; returns its number, or 0 for what was never issued. */
  check(json: string): number {
    const id = idOf(json);
    if (id < 1 || id > this.#issued) {
      this.spurious++;
      return 0;
    }
    if (!isIntact(id, json)) this.corrupted++;
    return id;
  }

  get issued(): number {
    return this.#issued;
  }

  get acked(): number {
    return this.#acked;
  }

  /** The numbers of those acknowledged, and not (yet) at that output. */
  missing(output: string): number[] {
    const { counts } = this.#arrivalsAt(output);
    const ids: number[] = [];
    for (let id = 1; id <= this.#issued; id++) if (this.isAcked(id) && counts.get(id) === 0) ids.push(id);
    return ids;
  }

  /** How many these are, without looking at each. */
  missingCount(output: string): number {
    return this.#acked - this.#arrivalsAt(output).acked;
  }

  delivered(output: string): number {
    return this.#arrivalsAt(output).delivered;
  }

  duplicates(output: string): number {
    return this.#arrivalsAt(output).duplicates;
  }

  tally(output: string): OutputTally {
    const { delivered, duplicates, outOfOrder } = this.#arrivalsAt(output);
    return { delivered, missing: this.missingCount(output), duplicates, outOfOrder };
  }

  #arrivalsAt(output: string): Arrivals {
    const known = this.#outputs.get(output);
    if (known) return known;
    const arrivals = new Arrivals();
    this.#outputs.set(output, arrivals);
    return arrivals;
  }
}

class Arrivals {
  readonly counts = new GrowingArray();
  /** The latest issue among what arrived, per lane. */
  readonly #latest = { urgent: 0, normal: 0 };
  delivered = 0;
  /** Of the delivered, those that were acknowledged. */
  acked = 0;
  duplicates = 0;
  outOfOrder = 0;

  note(id: number, issuedAt: number, ackedAt: number): void {
    const count = this.counts.get(id);
    this.counts.set(id, count + 1);
    if (count > 0) {
      this.duplicates++;
      return;
    }
    this.delivered++;
    if (ackedAt > 0) this.acked++;
    const lane = isUrgent(id) ? 'urgent' : 'normal';
    if (ackedAt > 0 && this.#latest[lane] > ackedAt) this.outOfOrder++;
    this.#latest[lane] = Math.max(this.#latest[lane], issuedAt);
  }
}

/** One in ten goes through the urgent lane. */
function isUrgent(id: number): boolean {
  return id % 10 === 0;
}

/** Different for every alert, and more than a double can hold. */
function eventTime(id: number): string {
  return `1507591916${String(id).padStart(9, '0')}`;
}

function contentOf(id: number) {
  return {
    output: `alert ${id} ${'x'.repeat(id % 300)}`,
    priority: isUrgent(id) ? 'Critical' : 'Notice',
    rule: `Rule ${id % 7}`,
    // Never ends in 0, which a text of nanoseconds would leave out.
    time: new Date(1_700_000_000_001 + id * 10).toISOString(),
    hostname: `node-${id % 3}`,
  };
}

function bodyOf(id: number): string {
  const text = JSON.stringify({ ...contentOf(id), output_fields: { 'test.id': id, 'evt.time': 0 } });
  return text.replace('"evt.time":0', `"evt.time":${eventTime(id)}`);
}

function idOf(json: string): number {
  return Number(/"test\.id": ?(\d+)/.exec(json)?.[1] ?? 0);
}

/** Compares by text where a parser would round. */
function isIntact(id: number, json: string): boolean {
  if (!json.includes(`"evt.time":${eventTime(id)}`)) return false;
  try {
    const alert: unknown = JSON.parse(json);
    const found = new Map<string, unknown>(Object.entries(Object(alert)));
    return Object.entries(contentOf(id)).every(([key, value]) => found.get(key) === value);
  } catch {
    return false;
  }
}
