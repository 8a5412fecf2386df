import { setTimeout } from 'node:timers/promises';
import { seededRandom } from '../../../src/app/demo-alerts.ts';
import { fixedRateLoad, type LoadCounts } from '../load.ts';
import { Oracle } from '../oracle.ts';
import type { Scenario } from '../scenario.ts';
import { untilArrived } from './arrival.ts';
import { Latencies, p99Ratio, type Percentiles } from './latencies.ts';
import { brokenAnswers, brokenConservation, conservation, unless, type Conservation } from './promises.ts';
import { ReloadSteps, stepNames } from './reload-steps.ts';
import { Stage } from './stage.ts';
import { WireServer } from './wire-server.ts';

type Size = {
  readonly reloads: number;
  /** Alerts a second. */
  readonly rate: number;
  readonly steadySeconds: number;
};

interface ReloadReport extends Conservation, LoadCounts {
  /** By what they changed. */
  readonly reloads: Readonly<Record<string, number>>;
  /** Reloads that did not have their effect, one sentence each. */
  readonly failed: readonly string[];
  /** Acknowledged since the output that comes and goes was first there, and not at it. */
  readonly missingAtExtra: number;
  readonly ackMs: Readonly<Record<'steady' | 'during', Percentiles>>;
  readonly ackP99Ratio: number;
}

const maxLoadSeconds = 100_000;

/** The configuration changes again and again while alerts come: in good ways, in bad ones, and half. */
export const reloadUnderLoad: Scenario<Size, ReloadReport> = {
  name: 'reload',
  about: 'T11: the configuration changes under load: outputs come, go and change, secrets rotate, files are broken.',
  ci: { reloads: 30, rate: 500, steadySeconds: 5 },
  full: { reloads: 500, rate: 5000, steadySeconds: 30 },

  async run({ reloads, rate, steadySeconds }, seed, onProgress) {
    await using stage = new Stage('reload');
    const oracle = new Oracle();
    const latencies = { steady: new Latencies(), during: new Latencies() };
    let current = latencies.steady;
    const heads = new Map<string, string>();
    const server = await WireServer.start(({ name, head, body, socket }) => {
      heads.set(name, `${head}\r\n`);
      oracle.arrive(name, body);
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
    });
    stage.defer(async () => server.stop());
    const steps = await ReloadSteps.on(stage, server, { heads, random: seededRandom(seed) });
    await steps.program.start();
    const load = fixedRateLoad({
      url: steps.program.url,
      oracle,
      rate,
      seconds: maxLoadSeconds,
      onAnswer: ({ postedAtMs, answeredAtMs }) => current.add(answeredAtMs - postedAtMs),
    });
    stage.defer(async () => void (await load.stop()));
    await setTimeout(steadySeconds * 1000);

    current = latencies.during;
    const done: Record<string, number> = {};
    const failed: string[] = [];
    let extraSince = 0;
    for (let reload = 0; reload < reloads; reload++) {
      const name = stepNames[reload % stepNames.length] ?? 'add';
      failed.push(...(await steps.take(name, reload)));
      if (extraSince === 0) extraSince = oracle.issued;
      done[name] = (done[name] ?? 0) + 1;
      onProgress(reload + 1, reloads);
    }
    failed.push(...(await steps.take('add', reloads)));

    const counts = await load.stop();
    const missingAtExtra = () => oracle.missing('extra').filter((id) => id > extraSince).length;
    const isComplete = () =>
      steps.constant.every((name) => oracle.missing(name).length === 0) && missingAtExtra() === 0;
    await untilArrived(oracle, [...steps.constant, 'extra'], isComplete);
    const ackMs = { steady: latencies.steady.percentiles(), during: latencies.during.percentiles() };
    return {
      ...counts,
      ...conservation(oracle, steps.constant),
      reloads: done,
      failed,
      missingAtExtra: missingAtExtra(),
      ackMs,
      ackP99Ratio: p99Ratio(ackMs.during, ackMs.steady),
    };
  },

  verdict(report) {
    const { failed, missingAtExtra } = report;
    return [
      ...brokenConservation(report),
      ...brokenAnswers(report.statuses, report.unanswered),
      ...failed,
      ...unless(missingAtExtra === 0, `${missingAtExtra} alerts never came to the output that comes and goes`),
    ];
  },
};
