import type { Lane } from '#alert/lane.ts';
import type { OutputLedger } from '../journal.ts';

export type State = 'waiting' | 'aside' | 'delivered' | 'suppressed' | 'dead' | 'expired';
export type Settled = 'delivered' | 'suppressed' | 'aside' | 'dead';

export interface ModelOutput {
  readonly states: Map<number, State>;
  readonly cursors: Record<Lane, number>;
  isRetired: boolean;
}

/** The journal as anybody would write it who had all the time and memory there is: what a real one is compared with. */
export class JournalModel {
  readonly kept = new Map<number, Lane>();
  readonly outputs = new Map<string, ModelOutput>();
  #last = 0;

  append(lane: Lane): void {
    this.kept.set(++this.#last, lane);
    for (const { states } of this.outputs.values()) states.set(this.#last, 'waiting');
  }

  open(name: string): void {
    const known = this.outputs.get(name);
    if (known) known.isRetired = false;
    else {
      const cursors = { urgent: this.#last, normal: this.#last };
      this.outputs.set(name, { states: new Map(), cursors, isRetired: false });
    }
  }

  /** Settles alerts of a lane, and moves the cursor as far as it may. Returns the cursor. */
  settle(output: ModelOutput, lane: Lane, fates: ReadonlyMap<number, Settled>): number {
    for (const [seq, fate] of fates) output.states.set(seq, fate);
    const inLane = [...this.kept].filter(([seq, each]) => each === lane && seq > output.cursors[lane]);
    const waiting = inLane.find(([seq]) => output.states.get(seq) === 'waiting');
    const newest = inLane.at(-1)?.[0] ?? output.cursors[lane];
    output.cursors[lane] = Math.max(output.cursors[lane], waiting ? waiting[0] - 1 : newest);
    return output.cursors[lane];
  }

  /** The alerts of a lane that are in one of these states. */
  inState(output: ModelOutput, lane: Lane, states: readonly State[]): readonly number[] {
    return [...this.kept].flatMap(([seq, each]) => {
      const state = output.states.get(seq);
      return each === lane && state !== undefined && states.includes(state) ? [seq] : [];
    });
  }

  prune(maxAlerts: number): { removed: number; expired: number } {
    const excess = Math.max(this.kept.size - maxAlerts, 0);
    const settled = [...this.kept.keys()].filter((seq) => this.#isSettledEverywhere(seq)).slice(0, excess);
    for (const seq of settled) this.#remove(seq);
    const others = [...this.kept.keys()].slice(0, excess - settled.length);
    const expired = others.map((seq) => this.#remove(seq)).reduce((sum, count) => sum + count, 0);
    return { removed: excess, expired };
  }

  ledger(): readonly Omit<OutputLedger, 'oldestOwedAtMs'>[] {
    return [...this.outputs]
      .filter(([, { isRetired }]) => !isRetired)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([output, { states }]) => {
        const count = (...wanted: State[]) => [...states.values()].filter((state) => wanted.includes(state)).length;
        return {
          output,
          received: states.size,
          delivered: count('delivered'),
          owed: count('waiting', 'aside'),
          dead: count('dead'),
          suppressed: count('suppressed', 'expired'),
          expired: count('expired'),
        };
      });
  }

  #isSettledEverywhere(seq: number): boolean {
    const lane = this.kept.get(seq) ?? 'normal';
    return [...this.outputs.values()].every(({ isRetired, cursors, states }) => {
      const state = states.get(seq);
      return isRetired || (seq <= cursors[lane] && state !== 'dead' && state !== 'aside');
    });
  }

  /** Returns for how many outputs in use that was a loss. */
  #remove(seq: number): number {
    this.kept.delete(seq);
    let expired = 0;
    for (const { states, isRetired } of this.outputs.values()) {
      const state = states.get(seq);
      if (state !== 'waiting' && state !== 'aside' && state !== 'dead') continue;
      states.set(seq, 'expired');
      if (!isRetired) expired++;
    }
    return expired;
  }
}
