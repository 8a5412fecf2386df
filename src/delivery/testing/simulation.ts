import type { Alert } from '#alert/alert.ts';
import { laneOf, lanes } from '#alert/lane.ts';
import type { Priority } from '#alert/priority.ts';
import type { Clock } from '#kit/clock.ts';
import { Dice } from '#kit/testing/dice.ts';
import {
  DeliveryError,
  MisconfiguredError,
  PartialDeliveryError,
  RejectedError,
  ThrottledError,
} from '#outputs/errors.ts';
import type { Alerts, BatchLimits } from '#outputs/output.ts';
import type { DeliveryPolicy } from '../policy.ts';
import { numberedAlert, numberOf } from './alerts.ts';
import { deliveryOutput, FakeOutput } from './fake-output.ts';
import { createHarness, type Harness } from './harness.ts';

export interface SimulationReport {
  /** Empty if all promises were kept. */
  readonly violations: readonly string[];
}

const policy: Partial<DeliveryPolicy> = { giveUpAfterMs: 6 * 3600_000 };
const hourMs = 3600_000;

/** One run of a delivery whose other side, journal, reloads and restarts are all decided by a seed. */
export async function simulate(seed: number): Promise<SimulationReport> {
  const dice = new Dice(seed);
  const harness = createHarness(() => dice.next());
  const { clock, journal } = harness;
  const world = new World(dice, clock);
  const output = new FakeOutput((alerts, signal) => world.answer(alerts, signal), batchLimits(dice));
  output.encode = (alerts) => world.encode(alerts);
  output.connecting = async () => world.connect();
  const maxconcurrentrequests = dice.pick([1, 1, 1, 2, 5, 0]);
  const minimumpriority = dice.chance(0.5) ? 'Notice' : undefined;
  const configured = (fingerprint: string) =>
    deliveryOutput(output, { maxconcurrentrequests, minimumpriority, fingerprint, timeoutMs: 20_000 });
  journal.before = () => world.journalTrouble();

  let delivery = harness.create(policy);
  await delivery.start([configured('0')]);
  let appended = 0;
  for (let round = 0; round < 12; round++) {
    world.isOutage = dice.chance(0.3);
    world.isJournalBad = dice.chance(0.2);
    for (let burst = dice.upTo(8); burst > 0; burst--) {
      journal.append(Array.from({ length: dice.upTo(12) }, () => world.newAlert(++appended)));
      await clock.advance(dice.upTo(2000));
    }
    await clock.advance(dice.upTo(60_000));
    const dead = journal.with('fake', 'dead').filter(() => dice.chance(0.3));
    if (dice.chance(0.3)) {
      journal.redrive('fake', dead, clock.now());
      delivery.wake(['fake']);
    }
    world.isJournalBad &&= dice.chance(0.5);
    if (dice.chance(0.2)) await during(harness, delivery.reconfigure([configured(String(round))]));
    if (dice.chance(0.2)) {
      world.isJournalBad = false;
      await during(harness, delivery.stop(dice.pick([0, 1000, 30_000])));
      delivery = harness.create(policy);
      await during(harness, delivery.start([configured(String(round))]));
    }
  }
  world.isCalm = true;
  for (let hours = 0; hours < 48 && !(await isDone(harness)); hours++) await clock.advance(hourMs);
  await during(harness, delivery.stop(1000));
  return { violations: await violations(harness, world, output, maxconcurrentrequests) };
}

/** Everything the other side may do, by chance. */
class World {
  isOutage = false;
  isJournalBad = false;
  /** At the end all but the bad alerts get through. */
  isCalm = false;
  readonly #dice: Dice;
  readonly #clock: Clock;
  readonly refused = new Set<number>();
  readonly poisonous = new Set<number>();
  readonly unencodable = new Set<number>();

  constructor(dice: Dice, clock: Clock) {
    this.#dice = dice;
    this.#clock = clock;
  }

  newAlert(number: number): Alert {
    const priority: Priority = this.#dice.pick(['Critical', 'Warning', 'Warning', 'Notice', 'Debug']);
    const evils = [this.refused, this.refused, this.poisonous, this.unencodable] as const;
    if (this.#dice.chance(0.04)) this.#dice.pick(evils).add(number);
    return numberedAlert(number, priority);
  }

  isBad(number: number): boolean {
    return this.refused.has(number) || this.poisonous.has(number) || this.unencodable.has(number);
  }

  encode(alerts: Alerts): unknown {
    if (alerts.some((alert) => this.unencodable.has(numberOf(alert)))) throw new TypeError('cannot encode');
    return alerts;
  }

  connect(): void {
    if (!this.isCalm && this.#dice.chance(0.1)) throw this.#dice.pick([new Error('refused'), new RejectedError('no')]);
  }

  journalTrouble(): void {
    if (!this.isCalm && this.isJournalBad && this.#dice.chance(0.5)) throw new Error('disk full');
  }

  async answer(alerts: Alerts, signal: AbortSignal): Promise<void> {
    await this.#clock.sleep(this.#dice.upTo(300), signal);
    if (!this.isCalm) await this.#misbehave(alerts, signal);
    if (alerts.some((alert) => this.refused.has(numberOf(alert))))
      throw new RejectedError('bad alert', { status: 400 });
    if (alerts.some((alert) => this.poisonous.has(numberOf(alert)))) throw new DeliveryError('crash', { status: 500 });
  }

  async #misbehave(alerts: Alerts, signal: AbortSignal): Promise<void> {
    const isBad = this.isOutage ? !this.#dice.chance(0.02) : this.#dice.chance(0.15);
    if (!isBad) return;
    const kind = this.#dice.upTo(8);
    if (kind === 0) await this.#clock.sleep(hourMs, signal);
    if (kind === 1) throw new ThrottledError('slow down', this.#dice.pick([1, 1000, 90_000, 10 * 365 * 24 * hourMs]));
    if (kind === 2) throw new MisconfiguredError('wrong token', { status: 401 });
    if (kind === 3) throw new Error('connection reset');
    if (kind === 4) throw new DeliveryError('busy', { status: 429 });
    if (kind === 5) this.#failPartly(alerts);
    throw new DeliveryError('unavailable', { status: 503 });
  }

  /** Only for the alerts that it leaves out would the fake output have to know that they arrived. */
  #failPartly(alerts: Alerts): never {
    const error = () =>
      this.#dice.pick([
        new DeliveryError('busy', { status: 503 }),
        new ThrottledError('wait', 5000),
        new Error('lost'),
      ]);
    throw new PartialDeliveryError(new Map(alerts.map((alert) => [alert, error()])));
  }
}

function batchLimits(dice: Dice): BatchLimits {
  return dice.pick<BatchLimits>([
    { maxAlerts: 1 },
    { maxAlerts: 10 },
    { maxAlerts: 3, lingerMs: 500 },
    { maxAlerts: 100, maxBytes: 2000, lingerMs: 5000 },
  ]);
}

/** Virtual time goes on while something takes its time. */
async function during({ clock }: Harness, work: Promise<void>): Promise<void> {
  let isOver = false;
  const done = work.finally(() => {
    isOver = true;
  });
  await clock.advance(0);
  while (!isOver) if (!(await clock.step())) await clock.advance(1);
  await done;
}

async function isDone({ journal }: Harness): Promise<boolean> {
  return (await journal.ledger()).every(({ owed }) => owed === 0);
}

async function violations(harness: Harness, world: World, output: FakeOutput, maxInFlight: number): Promise<string[]> {
  const { journal } = harness;
  const found = [...journal.violations];
  const [ledger] = await journal.ledger();
  if (ledger?.owed !== 0) found.push(`${ledger?.owed} alerts are still owed`);
  if (maxInFlight > 0 && output.maxInFlight > maxInFlight) found.push(`${output.maxInFlight} requests at once`);
  if (output.open !== 0) found.push(`${output.open} connections were left open`);

  const accepted = output.accepted.map(numberOf);
  const delivered = journal.with('fake', 'delivered');
  if (JSON.stringify([...accepted].sort((a, b) => a - b)) !== JSON.stringify(delivered)) {
    found.push('what was accepted is not what the journal says was delivered');
  }
  for (const seq of delivered) if (world.isBad(seq)) found.push(`the bad alert ${seq} is said to be delivered`);
  for (const seq of journal.with('fake', 'dead')) if (!world.isBad(seq)) found.push(`the good alert ${seq} is dead`);
  if (maxInFlight === 1) found.push(...disorder(harness, output));
  return found;
}

/** One request at a time keeps the order of a lane, apart from the alerts that stood aside. */
function disorder({ journal }: Harness, output: FakeOutput): string[] {
  const { stoodAside } = journal.output('fake');
  return lanes.flatMap((lane) => {
    const numbers = output.accepted.filter(({ priority }) => laneOf(priority) === lane).map(numberOf);
    const inLane = numbers.filter((number) => !stoodAside.has(number));
    const late = inLane.filter((number, index) => index > 0 && number < (inLane[index - 1] ?? 0));
    return late.map((number) => `${lane} alert ${number} was overtaken`);
  });
}
