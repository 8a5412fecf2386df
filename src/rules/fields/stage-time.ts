import { parseTime, unixNanoseconds } from '#alert/time.ts';

/** Reads times of events that follow each other closely: the seconds of the one before are used again. */
export class StageTimes {
  #second = 'none yet';
  #secondNs = 0n;

  /** Nanoseconds since 1970, or nothing for what is no RFC 3339 time. */
  read(text: string): bigint | undefined {
    const digits = microseconds.exec(text)?.[1];
    const fractionNs = BigInt(Number(digits ?? '0') * 1000);
    if (digits !== undefined && text.startsWith(this.#second)) return this.#secondNs + fractionNs;
    const time = parseTime(text);
    if (time === undefined) return undefined;
    const timeNs = unixNanoseconds(time);
    if (digits !== undefined) {
      this.#second = text.slice(0, 19);
      this.#secondNs = timeNs - fractionNs;
    }
    return timeNs;
  }
}

/** Kubernetes writes times in UTC with six digits. */
const microseconds = /^.{19}\.(\d{6})Z$/;
