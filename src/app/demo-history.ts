import { pick, pickScene, sceneAlert, type Random } from './demo-alerts.ts';
import { demoScenes, type DemoScene } from './demo-scenes.ts';
import { demoClusters, incident } from './demo-world.ts';

export interface PastAlert {
  readonly atMs: number;
  /** As Falco posted it. */
  readonly body: string;
}

const hourMs = 3_600_000;
const minuteMs = 60_000;
const historyMs = 24 * hourMs;
/** On average; there is more by day than by night. */
const alertsPerHour = 130;

/** What happened in the payments namespace, while nobody looked: how many minutes ago, and how often until now. */
const incidentSteps: readonly { readonly rule: string; readonly minutesAgo: number; readonly times: number }[] = [
  { rule: 'Terminal shell in container', minutesAgo: 26, times: 9 },
  { rule: 'Launch Suspicious Network Tool in Container', minutesAgo: 24, times: 14 },
  { rule: 'Read sensitive file untrusted', minutesAgo: 21, times: 6 },
  { rule: 'Contact K8S API Server From Container', minutesAgo: 19, times: 22 },
  { rule: 'Drop and execute new binary in container', minutesAgo: 14, times: 7 },
  { rule: 'Redirect STDOUT/STDIN to Network Connection in Container', minutesAgo: 9, times: 2 },
];

/** The last day, oldest first: the everyday of two clusters, and at its end somebody who broke in. */
export function demoHistory(random: Random, nowMs: number): readonly PastAlert[] {
  return [...everyday(random, nowMs), ...breakIn(random, nowMs)].toSorted((a, b) => a.atMs - b.atMs);
}

function* everyday(random: Random, nowMs: number): Generator<PastAlert> {
  for (let atMs = nowMs - historyMs; ;) {
    atMs += Math.ceil((-Math.log(1 - random()) * hourMs) / (alertsPerHour * daylight(atMs)));
    if (atMs >= nowMs) return;
    const cluster = pick(demoClusters, random);
    const event = { scene: pickScene(random), cluster, node: pick(cluster.nodes, random) };
    yield { atMs, body: sceneAlert(event, random, atMs) };
  }
}

/** From 0.5 at night to 1.5 by day. */
function daylight(atMs: number): number {
  return 1 - 0.5 * Math.cos(((atMs % historyMs) / historyMs) * 2 * Math.PI);
}

function* breakIn(random: Random, nowMs: number): Generator<PastAlert> {
  const cluster = demoClusters.find(({ name }) => name === incident.cluster);
  if (!cluster) return;
  for (const { rule, minutesAgo, times } of incidentSteps) {
    const event = { scene: sceneOf(rule), cluster, node: incident.node, workload: incident.workload };
    for (let time = 0; time < times; time++) {
      const atMs = Math.round(nowMs - minutesAgo * minuteMs * (1 - 0.95 * random()));
      yield { atMs, body: sceneAlert(event, random, atMs) };
    }
  }
}

function sceneOf(rule: string): DemoScene {
  const scene = demoScenes.find((one) => one.rule === rule);
  if (!scene) throw new RangeError(`The demonstration has no rule "${rule}"`);
  return scene;
}
