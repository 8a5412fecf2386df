import type { Connection } from '../connection.ts';
import { lastSeq, readProgress } from '../progress.ts';
import { integer } from '../row.ts';
import { eachLabelCount } from './count-rows.ts';
import { levels, minuteMs } from './levels.ts';

/** Alerts of one minute, by label. */
interface MinuteSum {
  readonly labels: number[];
  readonly counts: number[];
}

/** Some more than an hour, at both ends of which somebody may ask. */
const maxKept = 150;
/** With more alerts since, what they changed is not looked for. */
const maxNew = 20_000;

/** Counts of single minutes, remembered but for those into which alerts came since, until alerts are removed. */
export class MinuteSums {
  readonly #kept = new Map<number, MinuteSum>();
  #removed = '';
  #to = 0;

  /** Minutes from `first` up to `end`. */
  of(connection: Connection, first: number, end: number): readonly MinuteSum[] {
    this.#refresh(connection);
    const minutes = Array.from({ length: end - first }, (_, index) => first + index);
    const missing = minutes.filter((minute) => !this.#kept.has(minute));
    const [from, last] = [missing[0], missing.at(-1)];
    if (from !== undefined && last !== undefined) this.#read(connection, from, last + 1);
    const found = minutes.flatMap((minute) => this.#kept.get(minute) ?? []);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= maxKept) break;
      this.#kept.delete(oldest);
    }
    return found;
  }

  #read(connection: Connection, first: number, end: number): void {
    for (let minute = first; minute < end; minute++) {
      this.#kept.delete(minute);
      this.#kept.set(minute, { labels: [], counts: [] });
    }
    eachLabelCount(connection, { kind: 'buckets', level: levels.minute, first, end }, (label, count, atMs) => {
      const sum = this.#kept.get(atMs / minuteMs);
      sum?.labels.push(label);
      sum?.counts.push(count);
    });
  }

  #refresh(connection: Connection): void {
    const progress = readProgress(connection);
    const [to, removed] = [lastSeq(progress), progress.lanes.map(({ appended, kept }) => appended - kept).join(' ')];
    if (removed !== this.#removed || to - this.#to > maxNew) this.#kept.clear();
    else if (to > this.#to) this.#forgetChanged(connection, this.#to);
    this.#removed = removed;
    this.#to = to;
  }

  #forgetChanged(connection: Connection, after: number): void {
    const sql = `SELECT DISTINCT received_at / ${minuteMs} AS minute FROM alerts WHERE seq > ?`;
    for (const row of connection.iterate(sql, after)) this.#kept.delete(integer(row, 'minute'));
  }
}
