import { createAlert, type Alert } from '#alert/alert.ts';
import { Dice } from '#kit/testing/dice.ts';
import type { Journal } from '#journal/journal.ts';
import { checkFates, checkJournal, checkLedger, dropReason } from './accounts.ts';
import { Chronicle } from './chronicle.ts';
import { Computer } from './computer.ts';
import { Destination } from './destination.ts';
import { Oracle } from './oracle.ts';
import { Scheduler } from './scheduler.ts';
import { Weather } from './weather.ts';

export interface CaseReport {
  readonly seed: number;
  readonly steps: number;
  readonly crashes: number;
  readonly acknowledged: number;
  readonly arrived: number;
  /** Arrivals beyond the first of an alert at an output. */
  readonly repeated: number;
  readonly violations: readonly string[];
  /** What happened last. */
  readonly events: readonly string[];
}

/** As the steps of trouble, unless somebody asks for others. */
export const usualSteps = 5000;
const shownEvents = 30;
/** After which it must be quiet again, once everything works. */
const maxCalmSteps = 200_000;
const hourMs = 3600_000;

/** One run of journal and delivery in which a seed decides upon everything that happens around them. */
export class Simulation {
  readonly #seed: number;
  readonly #dice: Dice;
  readonly #scheduler: Scheduler;
  readonly #chronicle: Chronicle;
  readonly #oracle = new Oracle();
  readonly #weather: Weather;
  readonly #computer: Computer;
  readonly #destinations: readonly Destination[];
  /** Those in the configuration. */
  #outputs: readonly Destination[];
  /** Those that have their place in the journal. */
  #opened: ReadonlySet<string> = new Set();
  /** Those taken out of the configuration, until they are back in it. */
  #retired: ReadonlySet<string> = new Set();
  #unanswered = 0;
  #steps = 0;

  constructor(seed: number, keptEvents = shownEvents) {
    const dice = new Dice(seed);
    this.#seed = seed;
    this.#dice = dice;
    this.#scheduler = new Scheduler(() => dice.next());
    this.#chronicle = new Chronicle(keptEvents, () => this.#scheduler.nowMs);
    this.#weather = new Weather(dice);
    const parts = { dice, oracle: this.#oracle, weather: this.#weather, chronicle: this.#chronicle };
    this.#computer = new Computer({ ...parts, scheduler: this.#scheduler });
    const names = ['red', 'green', 'blue', 'white'].slice(0, 1 + dice.upTo(3));
    this.#destinations = names.map((name) => new Destination({ ...parts, name }));
    this.#outputs = this.#destinations;
  }

  /** So many steps of trouble, and then as many as it takes until everything is settled. */
  async run(steps = usualSteps): Promise<CaseReport> {
    while (this.#steps < steps && this.#oracle.violations.length === 0) {
      this.#intervene();
      if (!(await this.#step(hourMs))) this.#scheduler.pass(1000);
    }
    if (this.#oracle.violations.length === 0)
      await this.#comeToRest().catch((error: unknown) => this.#oracle.violated(String(error)));
    return this.#report();
  }

  #report(): CaseReport {
    this.#computer.database.close();
    const { acknowledged, arrived, repeated, violations } = this.#oracle;
    const { crashes } = this.#computer;
    const counts = { seed: this.#seed, steps: this.#steps, crashes, acknowledged, arrived, repeated };
    return { ...counts, violations, events: this.#chronicle.lines() };
  }

  /** So many steps of trouble; after each of them, what power cuts would leave is looked at. */
  async tryPowerCuts(steps: number, cutsAtStep: number): Promise<CaseReport> {
    const dice = new Dice(this.#seed);
    while (this.#steps < steps && this.#oracle.violations.length === 0) {
      this.#intervene();
      if (!(await this.#step(hourMs))) this.#scheduler.pass(1000);
      for (let count = 0; count < cutsAtStep; count++) {
        await this.#computer.tryPowerCut(dice, (journal) => this.#checkOpened(journal));
      }
    }
    return this.#report();
  }

  async #checkOpened(journal: Journal): Promise<void> {
    await checkJournal(journal, this.#oracle);
    const ledger = await journal.ledger();
    checkLedger(ledger, this.#oracle);
    const opened = this.#outputs
      .map(({ name }) => name)
      .filter((name) => this.#opened.has(name) && !this.#retired.has(name));
    const missing = opened.filter((name) => !ledger.some(({ output }) => output === name));
    for (const name of missing) this.#oracle.violated(`the journal has forgotten the output ${name}`);
  }

  async #step(withinMs?: number): Promise<boolean> {
    this.#steps++;
    return this.#scheduler.step(withinMs);
  }

  /** Whatever may happen at any time, by chance. */
  #intervene(): void {
    const dice = this.#dice;
    if (this.#computer.phase === 'off' && dice.chance(0.2)) this.#start();
    if (dice.chance(this.#computer.phase === 'ready' ? 0.01 : 0.05))
      this.#weather.change(this.#destinations.map(({ name }) => name));
    if (dice.chance(0.002)) this.#jump();
    if (this.#computer.phase === 'ready') this.#order();
    if (this.#computer.phase === 'off' || !dice.chance(this.#computer.phase === 'ready' ? 0.003 : 0.02)) return;
    if (dice.chance(0.5)) this.#computer.kill();
    else this.#computer.cutPower();
    this.#unanswered = 0;
  }

  /** What the process is asked to do. */
  #order(): void {
    const dice = this.#dice;
    if (dice.chance(0.12)) this.#append(1 + dice.upTo(8));
    if (dice.chance(0.01)) this.#decideOnDeadLetters();
    if (dice.chance(0.01)) this.#inspect();
    if (dice.chance(0.01)) this.#computer.database.indexSome();
    if (dice.chance(0.006)) this.#changeCourse();
  }

  #changeCourse(): void {
    if (this.#dice.chance(0.5)) this.#reload();
    else void this.#computer.stop(this.#dice.pick([0, 1000, 30_000]));
  }

  #start(): void {
    const outputs = this.#outputs;
    this.#computer.start(outputs).then(
      () => this.#noteOpened(outputs),
      (error: unknown) => {
        this.#chronicle.note(`does not start: ${String(error)}`);
        this.#computer.fail();
      },
    );
  }

  #noteOpened(outputs: readonly Destination[]): void {
    const names = outputs.map(({ name }) => name);
    this.#opened = new Set([...this.#opened, ...names]);
    this.#retired = new Set([...this.#retired].filter((name) => !names.includes(name)));
  }

  #reload(): void {
    const outputs = this.#destinations.filter(() => this.#dice.chance(0.7));
    const [changed] = outputs;
    this.#outputs = outputs;
    const removed = this.#destinations.filter((destination) => !outputs.includes(destination));
    this.#retired = new Set([...this.#retired, ...removed.map(({ name }) => name)]);
    void this.#reconfigure(this.#dice.chance(0.5) ? changed : undefined);
  }

  async #reconfigure(changed: Destination | undefined): Promise<void> {
    const outputs = this.#outputs;
    await this.#computer.reconfigure(outputs, changed);
    this.#noteOpened(outputs);
  }

  #append(count: number): void {
    const { life } = this.#computer;
    const known = Array.from({ length: count }, () => this.#oracle.appended(this.#newAlert(), this.#opened));
    if (!life) return;
    const numbers = known.map(({ number }) => number).join(' ');
    this.#chronicle.note(`${numbers} are appended`);
    this.#unanswered++;
    life
      .append(known.map(({ alert }) => alert))
      .then(
        (entries) => {
          this.#chronicle.note(`${numbers} are acknowledged`);
          known.forEach((each, index) => this.#oracle.acknowledge(each, entries[index]));
        },
        (error: unknown) => this.#chronicle.note(`${numbers} are refused: ${String(error)}`),
      )
      .finally(() => this.#unanswered--);
  }

  #newAlert(): Alert {
    const number = this.#oracle.known.length + 1;
    for (const destination of this.#destinations) destination.consider(number);
    return createAlert({
      uuid: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
      output: `alert ${number}`,
      priority: this.#dice.pick(['Critical', 'Warning', 'Warning', 'Notice', 'Debug']),
      rule: 'Simulated',
      time: '2026-01-31T12:00:00Z',
      outputFields: { padding: 'é'.repeat(this.#dice.pick([0, 10, 100, 800])) },
      source: 'syscall',
      tags: [],
      hostname: '',
      unknown: {},
    });
  }

  #decideOnDeadLetters(): void {
    const { life } = this.#computer;
    const selection = { output: this.#dice.pick(['red', 'green', 'blue', 'white']) };
    if (this.#dice.chance(0.3)) {
      life?.journal?.drop(selection, dropReason).catch(() => {});
      return;
    }
    life?.journal?.redrive(selection).then(
      () => life.wake([selection.output]),
      () => {},
    );
  }

  #inspect(): void {
    this.#computer.life?.journal?.ledger().then(
      (ledger) => checkLedger(ledger, this.#oracle),
      () => {},
    );
  }

  /** Somebody sets the wall clock. */
  #jump(): void {
    const jumpMs = this.#dice.pick([-hourMs, -1000, 1000, hourMs]);
    this.#chronicle.note(`the clock jumps by ${jumpMs} ms`);
    this.#scheduler.wallOffsetMs += jumpMs;
  }

  /** From now on everything works: then all must get what it is owed. */
  async #comeToRest(): Promise<void> {
    this.#weather.calm();
    this.#chronicle.note('from now on everything works');
    await this.#stepUntil(() => this.#computer.phase === 'ready' || this.#computer.phase === 'off');
    this.#outputs = this.#destinations;
    if (this.#computer.phase === 'off') this.#start();
    await this.#stepUntil(() => this.#computer.phase === 'ready');
    await this.#during(this.#reconfigure(undefined));
    const lastStep = this.#steps + maxCalmSteps;
    for (let owed = 1; owed > 0;) {
      for (let count = 0; count < 100; count++) await this.#step();
      owed = await this.#owed();
      if (this.#steps > lastStep) throw new Error(`${owed} alerts are owed for ever, although everything works`);
    }
    await this.#during(this.#computer.stop(1000));
    this.#computer.isInstant = true;
    await this.#during(this.#computer.start(this.#destinations));
    await this.#account();
  }

  async #owed(): Promise<number> {
    const ledger = await this.#during(this.#computer.life?.journal?.ledger() ?? Promise.resolve([]));
    checkLedger(ledger, this.#oracle);
    return ledger.reduce((sum, { owed }) => sum + owed, 0);
  }

  async #account(): Promise<void> {
    const journal = this.#computer.life?.journal;
    if (!journal) throw new Error('The journal did not open at the end');
    if (this.#unanswered > 0) this.#oracle.violated(`${this.#unanswered} appends were never answered`);
    await checkJournal(journal, this.#oracle);
    await checkFates(journal, this.#destinations, this.#oracle);
    checkLedger(await journal.ledger(), this.#oracle);
    await this.#during(this.#computer.stop(0));
  }

  async #during<Result>(work: Promise<Result>): Promise<Result> {
    let isOver = false;
    const watched = work.finally(() => (isOver = true));
    await this.#stepUntil(() => isOver);
    return watched;
  }

  async #stepUntil(isTrue: () => boolean): Promise<void> {
    await this.#scheduler.settle();
    while (!isTrue()) {
      if (!(await this.#step())) throw new Error('Nothing goes on any more, although something is waited for');
    }
  }
}
