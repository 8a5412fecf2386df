import { Dice } from '#kit/testing/dice.ts';
import { AppendLog, type Recovered } from '../append-log/append-log.ts';
import { frameHeaderBytes, markBytes } from '../append-log/frame.ts';
import { powerCuts } from './power-cuts.ts';
import { SimulatedDisk, type DiskNature, type DiskOperation } from './simulated-disk.ts';

export interface HistoryReport {
  readonly points: number;
  /** States of the disk that were recovered from. */
  readonly states: number;
  /** What was lost, made up or out of order. */
  readonly violations: readonly string[];
}

interface Attempt {
  readonly firstSeq: number;
  readonly count: number;
  readonly records: Buffer;
  isAcknowledged: boolean;
}

/** Files are small, so that they are filled, released and used again all the time. */
const limits = { segmentBytes: 4096, maxFree: 2 };
const operationsOfLife = 30;
/** At one point. Fewer states than this are tried one and all. */
const statesAtPoint = 128;

/** Lives of one append log, decided by a seed: at every point of them the power is cut in every way. */
export class LogHistory {
  readonly #dice: Dice;
  #disk = new SimulatedDisk();
  #attempts: Attempt[] = [];
  /** Alerts up to this one are stored in the database, and flushed. */
  #stored = 0;
  #lastSeq = 0;
  #points = 0;
  #states = 0;
  readonly #violations: string[] = [];

  constructor(seed: number) {
    this.#dice = new Dice(seed);
  }

  /** One life of the process, and how it ends. */
  async live(): Promise<void> {
    const log = new AppendLog(this.#disk, limits, () => this.#randomBytes(markBytes));
    this.#takeOver(log.recover(this.#stored));
    log.release(Infinity);
    let isWell = true;
    for (let count = this.#dice.upTo(operationsOfLife); count > 0 && isWell; count--) {
      if (this.#dice.chance(0.7)) isWell = await this.#write(log);
      else this.#release(log);
    }
    const isThere = () => this.#dice.chance(0.5);
    if (this.#dice.chance(0.2)) await log.close();
    const isKilled = this.#dice.chance(0.5);
    this.#disk = isKilled
      ? this.#disk.afterKill(isThere, this.#nature)
      : this.#disk.afterPowerCut(isThere, this.#nature);
  }

  report(): HistoryReport {
    return { points: this.#points, states: this.#states, violations: this.#violations };
  }

  readonly #nature: DiskNature = {
    pass: (operation) => this.#pass(operation),
    changed: () => this.#cutPower(),
  };

  /** Other things happen meanwhile, and now and then it fails. */
  async #pass({ kind, name }: DiskOperation): Promise<void> {
    for (let turns = this.#dice.upTo(kind === 'create' ? 40 : 8); turns > 0; turns--) await Promise.resolve();
    if (this.#dice.chance(0.05)) throw new Error(`EIO: i/o error, ${kind} ${name}`);
  }

  /** A write that fails is done again, as the journal does it; `false` when that is given up. */
  async #write(log: AppendLog): Promise<boolean> {
    const count = 1 + this.#dice.upTo(3);
    const records = this.#randomBytes(this.#dice.pick([20, 200, 600, 600, 1500, 6000]));
    const attempt: Attempt = { firstSeq: this.#lastSeq + 1, count, records, isAcknowledged: false };
    const frame = Buffer.concat([Buffer.alloc(frameHeaderBytes), records]);
    this.#attempts.push(attempt);
    for (let tries = 0; tries < 3 && !attempt.isAcknowledged; tries++) {
      attempt.isAcknowledged = await log.write(frame, attempt.firstSeq, count).then(
        () => true,
        () => false,
      );
    }
    if (attempt.isAcknowledged) this.#lastSeq += count;
    this.#cutPower();
    return attempt.isAcknowledged;
  }

  #release(log: AppendLog): void {
    this.#stored += this.#dice.upTo(this.#lastSeq - this.#stored);
    log.release(this.#stored);
    this.#attempts = this.#attempts.filter((attempt) => lastSeqOf(attempt) > this.#stored);
    this.#cutPower();
  }

  #cutPower(): void {
    this.#points++;
    for (const disk of powerCuts(this.#disk, statesAtPoint, () => this.#dice.next())) {
      this.#states++;
      const after = this.#stored + this.#dice.pick([0, this.#dice.upTo(this.#lastSeq - this.#stored)]);
      this.#check(new AppendLog(disk, limits).recover(after), after);
    }
  }

  /** What was recovered goes into the database. */
  #takeOver(recovered: Recovered): void {
    this.#check(recovered, this.#stored);
    const [last] = recovered.frames.slice(-1);
    this.#stored = last ? lastSeqOf(last) : this.#stored;
    this.#lastSeq = this.#stored;
    this.#attempts = [];
  }

  #check({ frames, lost }: Recovered, after: number): void {
    let last = after;
    for (const { firstSeq, count, records } of frames) {
      const isFirst = last === after && firstSeq <= after + 1;
      if (!isFirst && firstSeq !== last + 1) this.#violated(`${firstSeq} came after ${last}`);
      last = firstSeq + count - 1;
      const attempt = this.#attempts.find((each) => each.firstSeq === firstSeq && each.count === count);
      if (!attempt?.records.equals(records)) this.#violated(`${firstSeq} to ${last} were never appended like that`);
    }
    const owed = this.#attempts.filter((attempt) => attempt.isAcknowledged && lastSeqOf(attempt) > last);
    for (const attempt of owed)
      this.#violated(`${attempt.firstSeq} to ${lastSeqOf(attempt)} were acknowledged and are lost`);
    if (lost > 0) this.#violated(`${lost} alerts were said to be lost`);
  }

  #violated(what: string): void {
    this.#violations.push(`at point ${this.#points}: ${what}`);
  }

  #randomBytes(length: number): Buffer {
    const bytes = Buffer.alloc(length, 'alert');
    for (let at = 0; at < Math.min(length, 16); at++) bytes.writeUInt8(this.#dice.upTo(255), at);
    return bytes;
  }
}

function lastSeqOf({ firstSeq, count }: { readonly firstSeq: number; readonly count: number }): number {
  return firstSeq + count - 1;
}
