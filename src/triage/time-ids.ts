import { randomBytes } from 'node:crypto';
import type { Clock } from '#kit/clock.ts';

/** In base 36 with so many digits, times sort as text until the year 5188. */
const timeDigits = 9;
const numberDigits = 4;
const randomBytesLength = 4;

/** Ids that sort as text in the order in which they were made, also where the clock is set back in between. */
export class TimeIds {
  readonly #clock: Pick<Clock, 'now'>;
  #lastMs = 0;
  #number = 0;

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  next(): string {
    const nowMs = Math.max(this.#clock.now(), this.#lastMs);
    this.#number = nowMs === this.#lastMs ? this.#number + 1 : 0;
    this.#lastMs = nowMs;
    return `${timePart(nowMs)}-${padded(this.#number, numberDigits)}-${randomBytes(randomBytesLength).toString('hex')}`;
  }
}

/** Sorts after every id made before that time, and before every id made at it or later. */
export function timePart(ms: number): string {
  return padded(Math.max(0, ms), timeDigits);
}

function padded(value: number, digits: number): string {
  return Math.floor(value).toString(36).padStart(digits, '0');
}
