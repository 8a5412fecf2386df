import { demoScenes, type DemoScene } from './demo-scenes.ts';
import { demoClusters, podName, type DemoCluster, type DemoWorkload } from './demo-world.ts';

/** A number in [0, 1), as `Math.random`. */
export type Random = () => number;

/** A realistic alert as Falco would post it, as JSON text, at the given moment. The same random source gives the same alert. */
export function demoAlert(random: Random, nowMs: number): string {
  const cluster = pick(demoClusters, random);
  return sceneAlert({ scene: pickScene(random), cluster, node: pick(cluster.nodes, random) }, random, nowMs);
}

/** What happens, and where. Without a workload, one of the cluster's is taken. */
export interface DemoEvent {
  readonly scene: DemoScene;
  readonly cluster: DemoCluster;
  readonly node: string;
  readonly workload?: DemoWorkload;
}

export function sceneAlert(event: DemoEvent, random: Random, nowMs: number): string {
  const { scene } = event;
  const nanoseconds = `${nowMs}${String(Math.floor(random() * 1_000_000)).padStart(6, '0')}`;
  const time = `${new Date(nowMs).toISOString().slice(0, 19)}.${nanoseconds.slice(-9)}Z`;
  const fields = { ...surroundings(event, random), ...scene.fields };
  const text = scene.text.replaceAll(/\{([^}]+)\}/g, (_, name: string) => String(fields[name] ?? '<NA>'));
  const alert = {
    hostname: event.node,
    output: `${time.slice(11, -1)}: ${scene.priority} ${text}`,
    output_fields: sorted({ ...fields, 'evt.time': 0 }),
    priority: scene.priority,
    rule: scene.rule,
    source: scene.source,
    tags: scene.tags.toSorted(),
    time,
  };
  // The time of the event in nanoseconds does not fit a JavaScript number, as with Falco itself.
  return JSON.stringify(alert).replace('"evt.time":0', `"evt.time":${nanoseconds}`);
}

/** As Falco sends them. */
function sorted<Value>(fields: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(fields).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** The same numbers for the same seed (mulberry32), so that a demonstration can be repeated. */
export function seededRandom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function surroundings({ scene, cluster, workload }: DemoEvent, random: Random): Record<string, string | number> {
  if (scene.source === 'k8s_audit') return { cluster: cluster.name, 'jevt.time': '', 'ka.verb': 'create' };
  const pid = 1000 + Math.floor(random() * 60_000);
  if (!scene.tags.includes('container')) {
    const service = { 'proc.pname': 'systemd', 'user.name': 'root', 'user.uid': 0 };
    return { cluster: cluster.name, ...service, 'proc.pid': pid, 'proc.ppid': 1, 'container.id': 'host' };
  }
  return { cluster: cluster.name, ...inside(workload ?? pick(cluster.workloads, random), cluster, pid, random) };
}

/** Of a process that one of the workload's own has started. */
function inside(workload: DemoWorkload, cluster: DemoCluster, pid: number, random: Random) {
  const ancestors = ['containerd-shim -namespace k8s.io', ...workload.processes].toReversed();
  const replica = Math.floor(random() * workload.replicas);
  const [repository = '', tag = ''] = workload.image.split(/:(?=[^/]*$)/);
  return {
    'proc.pid': pid,
    'proc.ppid': pid - 7,
    'proc.pname': programOf(ancestors[0] ?? ''),
    'proc.pcmdline': ancestors[0] ?? '',
    ...Object.fromEntries(ancestors.slice(1).map((line, index) => [`proc.aname[${index + 2}]`, programOf(line)])),
    ...Object.fromEntries(ancestors.slice(1).map((line, index) => [`proc.acmdline[${index + 2}]`, line])),
    'user.name': workload.user.name,
    'user.uid': workload.user.uid,
    'container.id': Math.floor(random() * 2 ** 48)
      .toString(16)
      .padStart(12, '0'),
    'container.name': workload.name,
    'container.image.repository': repository,
    'container.image.tag': tag,
    'k8s.ns.name': workload.namespace,
    'k8s.pod.name': podName(workload, cluster.name, replica),
  };
}

function programOf(commandLine: string): string {
  return /^[^\s:]+/.exec(commandLine)?.[0] ?? commandLine;
}

/** One of the scenes, the frequent ones more often. */
export function pickScene(random: Random): DemoScene {
  const total = demoScenes.reduce((sum, { weight }) => sum + weight, 0);
  let point = random() * total;
  return demoScenes.find(({ weight }) => (point -= weight) < 0) ?? pick(demoScenes, random);
}

export function pick<Item>(items: readonly Item[], random: Random): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new RangeError('Nothing to pick from');
  return item;
}
