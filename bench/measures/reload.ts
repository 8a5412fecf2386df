import { atMost, type Context, type Measure } from '../harness/measure.ts';
import { count, milliseconds } from '../harness/units.ts';
import { latency, load } from '../parts/load.ts';
import type { LoadReport } from '../load/settings.ts';
import { outputVariables } from '../parts/outputs.ts';
import { startSink } from '../parts/sink.ts';
import { startTiercel, type Tiercel } from '../parts/tiercel.ts';

const rate = 200;
const connections = 16;
/** How much time a reload is given; what does not fit is not done, and the remark says so. */
const secondsPerReload = 0.15;
const inForce = 'The new configuration is in force';

/** Every reload changes something: a filter, a field, an output that comes and goes. */
function configurationOf(turn: number): string {
  const comesAndGoes =
    turn % 2 === 0 ? "outputs:\n  - { name: second, type: webhook, address: 'http://127.0.0.1:9/' }\n" : '';
  return `webhook: { minimumpriority: ${turn % 3 === 0 ? 'warning' : 'debug'} }\ncustomfields: { turn: "${turn}" }\n${comesAndGoes}`;
}

export const reload: Measure = {
  goal: 'G18',
  name: 'reloads under load',
  about:
    'The configuration changes and SIGHUP follows, as fast as reloads are done, at 200 alerts a second in an open loop; against the same time without reloads.',
  async run(context) {
    const runs = await context.inPairs(() => reloadsUnderLoad(context));
    const total = runs.reduce((sum, { reloads }) => sum + reloads, 0);
    context.remark(`${total} reloads in all, ${context.sizes.reloads} are the goal`);
    return [
      {
        name: 'ack p99 during reloads ÷ steady',
        ours: runs.map(({ during }) => during.p99Ms),
        against: runs.map(({ steady }) => steady.p99Ms),
        unit: milliseconds,
        target: atMost(2),
      },
      {
        name: 'answers other than 200 during reloads ÷ alerts',
        ours: runs.map(({ during }) => during.refused + during.unanswered),
        against: runs.map(({ during }) => during.accepted),
        unit: count,
        target: atMost(0),
      },
    ];
  },
};

interface Run {
  readonly steady: LoadReport;
  readonly during: LoadReport;
  readonly reloads: number;
}

async function reloadsUnderLoad({ program, sizes }: Context): Promise<Run> {
  await using sink = await startSink();
  const environment = outputVariables(sink.url, ['webhook']);
  await using tiercel = await startTiercel(program, {
    configuration: configurationOf(1),
    environment,
    logLevel: 'info',
  });
  const reloads = Math.ceil(sizes.reloads / sizes.pairs);
  const settings = { rate, connections, seconds: Math.max(sizes.seconds, reloads * secondsPerReload) };
  const steady = await latency(tiercel.url, settings);
  const underLoad = load(tiercel.url, { ...settings, mode: 'open' });
  const [during] = await Promise.all([underLoad, reloadFor(tiercel, reloads, settings.seconds)]);
  return { steady, during, reloads: reloadsOf(tiercel) };
}

/** Each reload waits for the one before, so that none is taken together with another. */
async function reloadFor(tiercel: Tiercel, reloads: number, seconds: number): Promise<void> {
  const endsAtMs = performance.now() + seconds * 1000;
  for (let turn = 1; turn <= reloads && performance.now() < endsAtMs; turn++) {
    tiercel.configure(configurationOf(turn + 1));
    tiercel.child.kill('SIGHUP');
    while (reloadsOf(tiercel) < turn && performance.now() < endsAtMs)
      await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

function reloadsOf(tiercel: Tiercel): number {
  return tiercel.log().split(inForce).length - 1;
}
