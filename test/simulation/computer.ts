import type { Dice } from '#kit/testing/dice.ts';
import type { DeliveryOutput } from '#delivery/delivery-output.ts';
import { SimulatedDatabase, type CallPass } from '#journal/testing/simulated-database.ts';
import { SimulatedDisk, type DiskNature } from '#journal/testing/simulated-disk.ts';
import type { Journal } from '#journal/journal.ts';
import { StorageError } from '#journal/sqlite/failure.ts';
import type { Chronicle } from './chronicle.ts';
import type { Destination } from './destination.ts';
import { Life, openJournal } from './life.ts';
import type { Oracle } from './oracle.ts';
import type { Scheduler } from './scheduler.ts';
import type { Weather } from './weather.ts';

export interface ComputerParts {
  readonly dice: Dice;
  readonly scheduler: Scheduler;
  readonly weather: Weather;
  readonly oracle: Oracle;
  readonly chronicle: Chronicle;
}

/** What the process is about. Only one that is `ready` takes alerts and orders. */
export type Phase = 'off' | 'starting' | 'ready' | 'reloading' | 'stopping';

/** The machine on which one process after another runs, with its disk and its power switch. */
export class Computer {
  readonly #parts: ComputerParts;
  #database: SimulatedDatabase;
  #disk = new SimulatedDisk();
  #life: Life | undefined;
  #starts = 0;
  phase: Phase = 'off';
  /** At the end nothing takes any time. */
  isInstant = false;
  crashes = 0;

  constructor(parts: ComputerParts) {
    this.#parts = parts;
    this.#database = new SimulatedDatabase(parts.scheduler.clockOf({ isDead: false }));
  }

  get database(): SimulatedDatabase {
    return this.#database;
  }

  get life(): Life | undefined {
    return this.#life;
  }

  /** Resolves when it is ready; never, if it ends before. */
  async start(outputs: readonly Destination[]): Promise<void> {
    const { scheduler, dice, oracle, chronicle } = this.#parts;
    this.phase = 'starting';
    chronicle.note(`starts with ${outputs.map(({ name }) => name).join(' ')}`);
    const life = new Life(scheduler, (self) => {
      this.#disk = this.#disk.afterKill(() => dice.chance(0.5), this.#nature(self));
      return {
        folder: this.#disk,
        threads: this.#database.threads(this.#callPass(self)),
        dice,
        log: this.#log(),
        stoodAside: (output, numbers) => oracle.stoodAside(output, numbers),
      };
    });
    this.#life = life;
    this.#starts++;
    await life.start(this.#configured(life, outputs));
    this.phase = 'ready';
    chronicle.note('is ready');
  }

  /** `changed` is configured anew although it stays. */
  async reconfigure(outputs: readonly Destination[], changed: Destination | undefined): Promise<void> {
    const life = this.#life;
    if (!life) return;
    this.phase = 'reloading';
    this.#parts.chronicle.note(`reloads with ${outputs.map(({ name }) => name).join(' ')}`);
    if (changed) this.#fingerprints.set(changed.name, (this.#fingerprints.get(changed.name) ?? 0) + 1);
    const configured = this.#configured(life, outputs);
    await life.reconfigure(configured);
    this.#forgetAllBut(configured);
    this.phase = 'ready';
    this.#parts.chronicle.note('has reloaded');
  }

  async stop(graceMs: number): Promise<void> {
    const life = this.#life;
    if (!life) return;
    this.phase = 'stopping';
    this.#parts.chronicle.note('stops');
    await life.stop(graceMs);
    life.isDead = true;
    this.#off();
    this.#parts.chronicle.note('has stopped');
  }

  /** It ended by itself, since it could not start. */
  fail(): void {
    this.#off();
  }

  kill(): void {
    this.#parts.chronicle.note(`is killed while ${this.phase}`);
    this.crashes++;
    this.#off();
  }

  cutPower(): void {
    const { dice, chronicle } = this.#parts;
    this.crashes++;
    this.#off();
    const likelihood = dice.next();
    this.#disk = this.#disk.afterPowerCut(() => dice.chance(likelihood));
    const undone = dice.upTo(this.#database.unflushed);
    chronicle.note(`the power is cut; of ${this.#database.unflushed} commits ${undone} are undone`);
    const before = this.#database;
    this.#database = before.afterPowerCut(undone);
    before.close();
  }

  readonly #fingerprints = new Map<string, number>();
  /** A destination is configured once for each life and fingerprint, as an unchanged output goes on as it is. */
  readonly #outputs = new Map<string, DeliveryOutput>();

  /** Opens a journal over what a power cut would leave now, and has it looked at. The process goes on undisturbed. */
  async tryPowerCut(dice: Dice, check: (journal: Journal) => Promise<void>): Promise<void> {
    const { chronicle, scheduler } = this.#parts;
    const likelihood = dice.next();
    const folder = this.#disk.afterPowerCut(() => dice.chance(likelihood));
    const database = this.#database.afterPowerCut(dice.upTo(this.#database.unflushed));
    const threads = database.threads(async () => {});
    const clock = scheduler.clockOf({ isDead: false });
    chronicle.note('a power cut is tried');
    const journal = await openJournal({ folder, threads, dice, log: this.#log(), clock });
    await check(journal);
    database.close();
  }

  #configured(life: Life, destinations: readonly Destination[]): readonly DeliveryOutput[] {
    return destinations.map((destination) => {
      const fingerprint = `${destination.name} ${this.#starts} ${this.#fingerprints.get(destination.name) ?? 0}`;
      const output = this.#outputs.get(fingerprint) ?? destination.configured(life.clock, fingerprint);
      this.#outputs.set(fingerprint, output);
      return output;
    });
  }

  /** An output that was taken out and comes back knows of no pause it was asked for. */
  #forgetAllBut(configured: readonly DeliveryOutput[]): void {
    for (const [fingerprint, output] of this.#outputs)
      if (!configured.includes(output)) this.#outputs.delete(fingerprint);
  }

  #off(): void {
    if (this.#life) this.#life.isDead = true;
    this.#life = undefined;
    this.#outputs.clear();
    this.phase = 'off';
  }

  #nature(life: Life): DiskNature {
    const { dice, weather, chronicle } = this.#parts;
    return {
      pass: async ({ kind, name }) => {
        if (!this.isInstant) await life.clock.sleep(dice.next() * (kind === 'create' ? 100 : 5));
        if (!dice.chance(weather.diskFailures)) return;
        chronicle.note(`the disk fails to ${kind} ${name}`);
        throw new Error(`EIO: i/o error, ${kind}`);
      },
    };
  }

  #callPass(life: Life): CallPass {
    const { dice, weather, chronicle } = this.#parts;
    return async (call) => {
      if (!this.isInstant) await life.clock.sleep(dice.next() * 5);
      if (!dice.chance(weather.databaseFailures)) return;
      chronicle.note(`the database fails: ${call}`);
      throw new StorageError('disk I/O error', 'retry');
    };
  }

  #log() {
    const { chronicle, oracle } = this.#parts;
    const note = (details: object, message: string) => {
      chronicle.note(`log: ${message} ${JSON.stringify(details)}`);
      if (message.includes('damaged')) oracle.violated(`the log says: ${message} ${JSON.stringify(details)}`);
    };
    return { debug: () => {}, info: note, warn: note, error: note };
  }
}
