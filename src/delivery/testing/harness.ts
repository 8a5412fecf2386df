import { FakeClock } from '#kit/testing/fake-clock.ts';
import type { Log } from '#kit/log.ts';
import { createDelivery, type Delivery } from '../delivery.ts';
import type { DeliveryPolicy } from '../policy.ts';
import { connectSettings } from './fake-output.ts';
import { MemoryJournal } from './memory-journal.ts';

export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly details: object;
  readonly message: string;
}

/** A delivery over a journal in memory, in virtual time. */
export interface Harness {
  readonly clock: FakeClock;
  readonly journal: MemoryJournal;
  readonly lines: LogLine[];
  readonly log: Log;
  /** Another delivery over the same journal, as after a restart. */
  readonly create: (policy?: Partial<DeliveryPolicy>) => Delivery;
}

/** Jitter is fixed at its ceiling unless a source of randomness is given. */
export function createHarness(random: () => number = () => 1): Harness {
  const clock = new FakeClock();
  const journal = new MemoryJournal();
  const lines: LogLine[] = [];
  const line = (level: LogLine['level']) => (details: object, message: string) => {
    lines.push({ level, details, message });
  };
  const log = { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') };
  return {
    clock,
    journal,
    lines,
    log,
    create: (policy = {}) => createDelivery({ journal, clock, random, log, connect: connectSettings(), policy }),
  };
}
