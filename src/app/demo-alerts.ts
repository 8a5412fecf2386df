import { demoScenes, type DemoScene } from './demo-scenes.ts';

/** A number in [0, 1), as `Math.random`. */
export type Random = () => number;

const nodes = ['node-a1', 'node-a2', 'node-b1', 'edge-07'];
const workloads = [
  { namespace: 'payments', pod: 'checkout-7d9f4b6c5-x2x8q', image: 'registry.example/checkout', container: 'checkout' },
  {
    namespace: 'shop',
    pod: 'storefront-5c7f8d9b7-k4k2p',
    image: 'registry.example/storefront',
    container: 'storefront',
  },
  { namespace: 'data', pod: 'etl-28392010-m9x7w', image: 'registry.example/etl', container: 'etl' },
  { namespace: 'kube-system', pod: 'coredns-6799fbcd5-q7j9z', image: 'registry.k8s.io/coredns', container: 'coredns' },
];
const users = ['root', 'root', 'app', 'www-data'];

/** A realistic alert as Falco would post it, as JSON text, at the given moment. The same random source gives the same alert. */
export function demoAlert(random: Random, nowMs: number): string {
  const scene = pickScene(random);
  const nanoseconds = `${nowMs}${String(Math.floor(random() * 1_000_000)).padStart(6, '0')}`;
  const time = `${new Date(nowMs).toISOString().slice(0, 19)}.${nanoseconds.slice(-9)}Z`;
  const fields = { ...surroundings(scene, random), ...scene.fields };
  const text = scene.text.replaceAll(/\{([^}]+)\}/g, (_, name: string) => String(fields[name] ?? '<NA>'));
  const alert = {
    hostname: pick(nodes, random),
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

function surroundings(scene: DemoScene, random: Random): Record<string, string | number> {
  if (scene.source === 'k8s_audit') return { 'jevt.time': '', 'ka.verb': 'create' };
  const pid = 1000 + Math.floor(random() * 60_000);
  const process = { 'user.name': pick(users, random), 'proc.pid': pid, 'proc.ppid': pid - 7 };
  if (!scene.tags.includes('container')) return { ...process, 'container.id': 'host' };
  const workload = pick(workloads, random);
  return {
    ...process,
    'container.id': Math.floor(random() * 2 ** 48)
      .toString(16)
      .padStart(12, '0'),
    'container.name': workload.container,
    'container.image.repository': workload.image,
    'k8s.ns.name': workload.namespace,
    'k8s.pod.name': workload.pod,
  };
}

function pickScene(random: Random): DemoScene {
  const total = demoScenes.reduce((sum, { weight }) => sum + weight, 0);
  let point = random() * total;
  return demoScenes.find(({ weight }) => (point -= weight) < 0) ?? pick(demoScenes, random);
}

function pick<Item>(items: readonly Item[], random: Random): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new RangeError('Nothing to pick from');
  return item;
}
