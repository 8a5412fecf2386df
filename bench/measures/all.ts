import type { Measure } from '../harness/measure.ts';
import { abuse } from './abuse.ts';
import { ackLatencyLoaded } from './ack-latency-loaded.ts';
import { ackLatency } from './ack-latency.ts';
import { auditIngest } from './audit-ingest.ts';
import { backlog } from './backlog.ts';
import { consoleQueries } from './console-queries.ts';
import { drain } from './drain.ts';
import { fanOutAck } from './fan-out-ack.ts';
import { fanOut } from './fan-out.ts';
import { fidelity } from './fidelity.ts';
import { footprint } from './footprint.ts';
import { ingestCeiling } from './ingest-ceiling.ts';
import { ingestHonestCost } from './ingest-honest-cost.ts';
import { ingestPeer } from './ingest-peer.ts';
import { liveTabs } from './live-tabs.ts';
import { liveTail } from './live-tail.ts';
import { memoryBacklog } from './memory-backlog.ts';
import { memoryPeer } from './memory-peer.ts';
import { passThrough } from './pass-through.ts';
import { reload } from './reload.ts';
import { restart } from './restart.ts';
import { ruleEngine } from './rule-engine.ts';
import { startUp } from './start-up.ts';
import { storeSize } from './store-size.ts';
import { writingWhileReading } from './writing-while-reading.ts';

/** In the order of the goals. */
export const measures: readonly Measure[] = [
  ingestPeer,
  ingestCeiling,
  ingestHonestCost,
  ackLatency,
  ackLatencyLoaded,
  fanOut,
  fanOutAck,
  memoryBacklog,
  memoryPeer,
  restart,
  drain,
  backlog,
  storeSize,
  consoleQueries,
  writingWhileReading,
  liveTabs,
  ruleEngine,
  auditIngest,
  passThrough,
  fidelity,
  footprint,
  startUp,
  reload,
  abuse,
  liveTail,
];
