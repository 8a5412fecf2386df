import { fixedRateLoad, type LoadCounts } from '../load.ts';
import { Oracle, type OutputTally } from '../oracle.ts';
import type { Scenario } from '../scenario.ts';
import { untilArrived } from './arrival.ts';
import { Latencies, rounded, type Percentiles } from './latencies.ts';
import { memoryOf, type ProcessMemory } from './memory.ts';
import { brokenAnswers, brokenConservation, conservation, unless, type Conservation } from './promises.ts';
import { Stage } from './stage.ts';
import { wireFaults, type WireFault } from './wire-faults.ts';
import { WireServer, type WireRequest } from './wire-server.ts';

type Size = {
  readonly alerts: number;
  /** Alerts a second. */
  readonly rate: number;
  /** Every so many requests to an output, the next two are answered badly. */
  readonly everyRequests: number;
};

interface BadAnswersReport extends Conservation, LoadCounts {
  readonly faults: number;
  readonly badAnswers: number;
  /** Alerts that an output gave up, by its name. */
  readonly deadLetters: Readonly<Record<string, number>>;
  /** The next request after an answer that asked for a pause: how much later than asked for, at the earliest. */
  readonly earliestAfterPauseMs: number;
  /** The most that was read of one bad answer, with what the kernel holds for the reader. */
  readonly mostReadMiB: number;
  readonly mostReadFrom: string;
  readonly healthyMs: Percentiles;
  readonly memory: ProcessMemory;
}

const badInARow = 2;
/** The longest pause that Tiercel grants here: `delivery.maxretryafter`. */
const maxPauseMs = 3000;
const outputTimeout = '1500ms';
/** A pause may be cut by less than this: dates have whole seconds. */
const toleranceMs = 20;
/** Twice of what the buffers of two sockets take on Linux by default. */
const maxReadMiB = 20;
const mebibyte = 1024 ** 2;

/** What one output was asked, and how it answered. */
class BadDestination {
  readonly fault: WireFault;
  readonly #everyRequests: number;
  #requests = 0;
  #mayAskAgainAtMs = 0;
  badAnswers = 0;
  earliestAfterPauseMs = Number.POSITIVE_INFINITY;
  mostReadBytes = 0;

  constructor(fault: WireFault, everyRequests: number) {
    this.fault = fault;
    this.#everyRequests = everyRequests;
  }

  /** Returns whether the alert was accepted. */
  serve({ socket }: WireRequest): boolean {
    this.#notePause();
    if (this.#requests++ % this.#everyRequests >= badInARow) {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
      return true;
    }
    this.badAnswers++;
    const writtenBefore = socket.bytesWritten;
    socket.once('close', () => {
      this.mostReadBytes = Math.max(this.mostReadBytes, socket.bytesWritten - socket.writableLength - writtenBefore);
    });
    const pauseMs = this.fault.answer(socket);
    if (pauseMs > 0) this.#mayAskAgainAtMs = performance.now() + Math.min(pauseMs, maxPauseMs);
    return this.fault.isAcceptance === true;
  }

  #notePause(): void {
    if (this.#mayAskAgainAtMs === 0) return;
    this.earliestAfterPauseMs = Math.min(this.earliestAfterPauseMs, performance.now() - this.#mayAskAgainAtMs);
    this.#mayAskAgainAtMs = 0;
  }
}

/** An output for each fault, and one that is well; every output gets every alert. */
export const badAnswers: Scenario<Size, BadAnswersReport> = {
  name: 'bad-answers',
  about: `T7: ${wireFaults.length} outputs answer badly in as many ways: pauses, floods, halves, nonsense.`,
  ci: { alerts: 60, rate: 12, everyRequests: 20 },
  full: { alerts: 6000, rate: 100, everyRequests: 50 },

  async run({ alerts, rate, everyRequests }, _seed, onProgress) {
    await using stage = new Stage('bad-answers');
    const oracle = new Oracle();
    const healthy = new Latencies();
    const postedAt = new Map<number, number>();
    const destinations = new Map(wireFaults.map((fault) => [fault.name, new BadDestination(fault, everyRequests)]));
    const server = await WireServer.start((request) => {
      const destination = destinations.get(request.name);
      if (destination?.serve(request)) oracle.arrive(request.name, request.body);
    });
    stage.defer(async () => server.stop());
    const sink = await stage.sink({
      oracle,
      behaviours: {},
      onArrival: ({ id }) => healthy.add(performance.now() - (postedAt.get(id) ?? 0)),
    });
    const program = await stage.program(configuration(server, sink.urlOf('healthy')));
    await program.start();
    const load = fixedRateLoad({
      url: program.url,
      oracle,
      rate,
      seconds: alerts / rate,
      connections: 1,
      onPost: (id) => postedAt.set(id, performance.now()),
    });
    stage.defer(async () => void (await load.stop()));

    const names = [...destinations.keys(), 'healthy'];
    const counts = await load.ended;
    const arrived = () => names.filter((name) => oracle.delivered(name) >= oracle.acked).length;
    await untilArrived(oracle, names, () => {
      onProgress(arrived(), names.length);
      return arrived() === names.length;
    });

    const ledgers = [...(await program.ledgers())];
    const all = [...destinations.values()];
    const mostRead = all.toSorted((a, b) => b.mostReadBytes - a.mostReadBytes)[0];
    return {
      ...counts,
      ...remarkable(conservation(oracle, names)),
      faults: wireFaults.length,
      badAnswers: all.reduce((sum, one) => sum + one.badAnswers, 0),
      deadLetters: Object.fromEntries(ledgers.flatMap(([name, { dead }]) => (dead > 0 ? [[name, dead]] : []))),
      earliestAfterPauseMs: rounded(Math.min(...all.map((one) => one.earliestAfterPauseMs))),
      mostReadMiB: rounded((mostRead?.mostReadBytes ?? 0) / mebibyte),
      mostReadFrom: mostRead?.fault.name ?? '',
      healthyMs: healthy.percentiles(),
      memory: memoryOf(program.pid),
    };
  },

  verdict(report) {
    const { deadLetters, earliestAfterPauseMs, mostReadMiB, mostReadFrom } = report;
    return [
      ...brokenConservation(report),
      ...brokenAnswers(report.statuses, report.unanswered),
      ...Object.entries(deadLetters).map(([name, count]) => `${count} alerts became dead letters of "${name}"`),
      ...unless(
        earliestAfterPauseMs >= -toleranceMs,
        `an output was asked again ${-earliestAfterPauseMs} ms before its pause was over`,
      ),
      ...unless(mostReadMiB <= maxReadMiB, `${mostReadMiB} MiB of an answer of "${mostReadFrom}" were read`),
    ];
  },
};

/** Those that are all well look all alike. */
function remarkable(found: Conservation): Conservation {
  const isRemarkable = ([name, { missing, duplicates, outOfOrder }]: [string, OutputTally]) =>
    name === 'healthy' || missing + duplicates + outOfOrder > 0;
  return { ...found, outputs: Object.fromEntries(Object.entries(found.outputs).filter(isRemarkable)) };
}

function configuration(server: WireServer, healthyUrl: string): string {
  const entry = (name: string, url: string) =>
    `  - { name: ${name}, type: webhook, address: '${url}', timeout: ${outputTimeout} }\n`;
  const bad = wireFaults.map(({ name }) => entry(name, server.urlOf(name)));
  return `log: { level: error }
delivery: { maxretryafter: ${maxPauseMs}ms, maxbackoff: 1s }
outputs:
${bad.join('')}${entry('healthy', healthyUrl)}`;
}
