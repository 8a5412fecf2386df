/**
 * Measures Tiercel against the limits of the machine, in pairs, A B A B, and prints ratios: the absolute figures of a shared
 * machine mean little. `--help` says how.
 */
import { parseArgs } from 'node:util';
import {
  ackLatency,
  fdatasyncLatency,
  ingestRate,
  jsonParseRate,
  startBareHttp,
  startTiercel,
  type Subject,
} from './measures.ts';
import { printTable, ratios, type Row } from './table.ts';

const { values } = parseArgs({
  options: {
    pairs: { type: 'string', default: '7' },
    seconds: { type: 'string', default: '5' },
    connections: { type: 'string', default: '64' },
    peer: { type: 'string' },
    'peer-pid': { type: 'string' },
    quick: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  console.log(`npm run bench -- [options]

  --pairs N         pairs of runs, A B A B (default 7)
  --seconds N       length of each run (default 5)
  --connections N   of the closed loop (default 64)
  --peer URL        also measures another server with Falcosidekick's surface, which you start yourself
  --peer-pid PID    its process, for figures per CPU-second; without, per second of wall clock
  --quick           2 pairs of 2 seconds: to see that it works, not to quote

Example: npm run bench -- --peer http://127.0.0.1:2901/ --peer-pid 4711`);
  process.exit(0);
}

const pairs = values.quick ? 2 : Number(values.pairs);
const seconds = values.quick ? 2 : Number(values.seconds);
const connections = Number(values.connections);
const latencyRate = 200;

const measured = { bare: [] as number[], tiercel: [] as number[], peer: [] as number[] };
const latency = {
  ackP50: [] as number[],
  ackP99: [] as number[],
  syncP50: [] as number[],
  syncP99: [] as number[],
  peerP99: [] as number[],
};
const peer: Subject | undefined = values.peer
  ? { url: values.peer, pid: values['peer-pid'] ? Number(values['peer-pid']) : undefined, close: async () => {} }
  : undefined;

for (let pair = 1; pair <= pairs; pair++) {
  process.stderr.write(`pair ${pair} of ${pairs}\n`);
  measured.bare.push(await using(startBareHttp(), (subject) => ingestRate(subject, connections, seconds)));
  measured.tiercel.push(await using(startTiercel(), (subject) => ingestRate(subject, connections, seconds)));
  if (peer) measured.peer.push(await ingestRate(peer, connections, seconds));

  const sync = await fdatasyncLatency();
  const ack = await using(startTiercel(), (subject) => ackLatency(subject, latencyRate, seconds));
  if (peer) latency.peerP99.push((await ackLatency(peer, latencyRate, seconds)).p99Ms);
  latency.syncP50.push(sync.p50Ms);
  latency.syncP99.push(sync.p99Ms);
  latency.ackP50.push(ack.p50Ms);
  latency.ackP99.push(ack.p99Ms);
}

const perCpuSecond = (value: number) => `${Math.round(value).toLocaleString('en-US')}/CPU-s`;
const milliseconds = (value: number) => `${value.toFixed(3)} ms`;
const parse = await jsonParseRate();
const rows: Row[] = [
  ratios('durable ingest ÷ bare node:http', measured.tiercel, measured.bare, perCpuSecond, {
    goal: 0.7,
    better: 'higher',
  }),
  ratios(
    'durable ingest ÷ JSON.parse alone',
    measured.tiercel,
    measured.tiercel.map(() => parse),
    perCpuSecond,
  ),
  ratios('ack p50 ÷ fdatasync p50', latency.ackP50, latency.syncP50, milliseconds, { goal: 1.5, better: 'lower' }),
  ratios('ack p99 ÷ fdatasync p99', latency.ackP99, latency.syncP99, milliseconds, { goal: 2, better: 'lower' }),
];
if (peer) {
  const unit =
    peer.pid === undefined ? (value: number) => `${Math.round(value).toLocaleString('en-US')}/s` : perCpuSecond;
  rows.push(
    ratios('durable ingest ÷ peer accepts', measured.tiercel, measured.peer, unit, { goal: 2, better: 'higher' }),
  );
  rows.push(ratios('ack p99 ÷ peer p99', latency.ackP99, latency.peerP99, milliseconds));
}
printTable(`${pairs} pairs of ${seconds} s, ${connections} connections, Node ${process.version}`, rows);

async function using<Result>(
  starting: Promise<Subject>,
  measure: (subject: Subject) => Promise<Result>,
): Promise<Result> {
  const subject = await starting;
  try {
    return await measure(subject);
  } finally {
    await subject.close();
  }
}
