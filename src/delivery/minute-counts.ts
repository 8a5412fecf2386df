const minuteMs = 60_000;
const minutes = 30;
/** Over so many whole minutes the present rate is taken. */
const rateMinutes = 5;

/** What was counted in each of the last thirty minutes. */
export class MinuteCounts {
  /** By the number of the minute, modulo how many there are. */
  readonly #counts = Array.from({ length: minutes + 1 }, () => 0);
  #firstMinute: number | undefined;
  #minute = 0;

  add(count: number, nowMs: number): void {
    this.#moveTo(nowMs);
    this.#firstMinute ??= this.#minute;
    const place = this.#minute % this.#counts.length;
    this.#counts[place] = (this.#counts[place] ?? 0) + count;
  }

  /** Of the whole minutes before this one, oldest first. */
  trend(nowMs: number): readonly number[] {
    this.#moveTo(nowMs);
    return Array.from({ length: minutes }, (_, index) => this.#at(this.#minute - minutes + index));
  }

  /** A mean of the last whole minutes, as far as anything was counted before them; in the first minute what came so far. */
  perMinute(nowMs: number): number {
    this.#moveTo(nowMs);
    const known = Math.min(rateMinutes, this.#minute - (this.#firstMinute ?? this.#minute));
    if (known === 0) return this.#at(this.#minute);
    const counts = Array.from({ length: known }, (_, index) => this.#at(this.#minute - 1 - index));
    return counts.reduce((sum, count) => sum + count, 0) / known;
  }

  #at(minute: number): number {
    return minute < 0 ? 0 : (this.#counts[minute % this.#counts.length] ?? 0);
  }

  /** A clock that is set back adds to the latest minute. */
  #moveTo(nowMs: number): void {
    const minute = Math.floor(nowMs / minuteMs);
    const passed = Math.min(minute - this.#minute, this.#counts.length);
    for (let step = 0; step < passed; step++) this.#counts[(minute - step) % this.#counts.length] = 0;
    this.#minute = Math.max(minute, this.#minute);
  }
}
