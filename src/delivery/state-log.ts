import type { Clock } from '#kit/clock.ts';
import type { Log } from '#kit/log.ts';
import type { Journal } from '#journal/journal.ts';
import type { Circuit } from './circuit.ts';
import type { DeliveryOutput } from './delivery-output.ts';
import type { Failure } from './failure.ts';

export interface StateLogParts {
  readonly output: DeliveryOutput;
  readonly journal: Pick<Journal, 'ledger'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** A single failure that the next attempt mends is not worth a line. */
const worthFailures = 2;

/** Says once when an output turns bad, and once when it is well again. */
export class StateLog {
  readonly #parts: StateLogParts;
  #failingSinceMs: number | undefined;
  #said: 'failing' | 'misconfigured' | undefined;

  constructor(parts: StateLogParts) {
    this.#parts = parts;
  }

  /** Looks at the circuit after each attempt. */
  note({ state, consecutiveFailures }: Circuit, failure: Failure | undefined): void {
    const { output, clock } = this.#parts;
    if (state === 'healthy') {
      if (this.#said && this.#failingSinceMs !== undefined)
        void this.#sayHealthy(clock.monotonic() - this.#failingSinceMs);
      this.#said = undefined;
      this.#failingSinceMs = undefined;
      return;
    }
    this.#failingSinceMs ??= clock.monotonic();
    const said = state === 'misconfigured' ? state : 'failing';
    if (!failure || this.#said === said || (said === 'failing' && consecutiveFailures < worthFailures)) return;
    this.#said = said;
    const details = { output: output.name, type: output.type, error: failure.message, status: failure.status };
    this.#parts.log.warn(details, `Output is ${said}; its alerts are kept and tried again`);
  }

  async #sayHealthy(failedForMs: number): Promise<void> {
    const { output, log } = this.#parts;
    const details = { output: output.name, type: output.type, failedForMs: Math.round(failedForMs) };
    log.info({ ...details, waiting: await this.#waiting() }, 'Output is healthy again');
  }

  /** Unknown while the journal has its own trouble. */
  async #waiting(): Promise<number | undefined> {
    try {
      return (await this.#parts.journal.ledger()).find((row) => row.output === this.#parts.output.name)?.owed;
    } catch {
      return undefined;
    }
  }
}
