import { code, page, table } from '#reference/markdown.ts';
import { AuditCounts } from '#sources/audit-counts.ts';
import { EventCounts } from '#sources/event-counts.ts';
import { IngestCounts } from '#sources/ingest-counts.ts';
import { createMetrics, type MetricsSource } from './metrics.ts';

/** One sample of everything, so that every series and label shows. */
function sampleSource(): MetricsSource {
  const counts = new IngestCounts({ fields: [], maxSeries: 1 });
  counts.accept(1);
  counts.refuse('method');
  const audit = new AuditCounts(() => 1);
  audit.read('webhook', 1, 0);
  audit.refuse('too-large');
  audit.match('');
  const events = new EventCounts();
  events.add('okta', 1, 1, [{ reason: 'too-large' }]);
  const latency = { boundsSeconds: [], counts: [], sumSeconds: 0, count: 0 };
  return {
    version: '',
    counts,
    audit,
    events,
    ruleSeconds: () => new Map([['', 1]]),
    inFlightBytes: () => 0,
    health: () => [
      {
        name: 'slack',
        type: 'slack',
        state: 'healthy',
        pause: undefined,
        failingSinceMs: undefined,
        deliveredPerMinute: 0,
        trend: [],
        consecutiveFailures: 0,
        lastError: undefined,
        lastDeliveredAtMs: undefined,
        inFlight: 0,
        nextAttemptAtMs: undefined,
        attempts: { ok: 0, error: 0 },
        alerts: { ok: 0, error: 0 },
        latency,
      },
    ],
    ledger: async () => [
      {
        output: 'slack',
        received: 0,
        delivered: 0,
        owed: 0,
        dead: 0,
        suppressed: 0,
        expired: 0,
        oldestOwedAtMs: undefined,
      },
    ],
    stats: async () => ({ alerts: 0, bytes: 0, oldestAtMs: undefined, quarantined: [], trouble: undefined }),
    now: () => 0,
  };
}

/** `docs/reference/metrics.md`, read off an exposition. */
export async function metricsPage(): Promise<string> {
  const { body } = await createMetrics(sampleSource())();
  const rows = [...body.matchAll(/^# HELP (\S+) (.*)\n# TYPE \S+ (\w+)/gm)]
    .filter(([, name = '']) => /^(?:falcosecurity|tiercel)_/.test(name))
    .map(([, name = '', help = '', type = '']) => [code(name), type, labelsOf(body, name), help]);
  return page(
    '# Metrics',
    '`GET /metrics` on the port that Falco posts to. The first three series are those of Falcosidekick, with its names and labels.',
    table(['Name', 'Type', 'Labels', ''], rows),
    'Custom fields, templated fields and `prometheus.extralabels` add labels to `falcosecurity_falcosidekick_falco_events_total`. Beyond ' +
      '`metrics.maxseries` series, further alerts are counted together as `other`. The usual `process_*` and `nodejs_*` series follow.',
    'Audit events come from the `webhook` or a `file`, the `origin`. The reasons for which something is refused as an audit event: `not-json`, `unknown-kind` ' +
      '(neither `Event` nor `EventList`, nor an envelope of EKS, AKS or GKE), `no-time`, `no-audit-id`, `too-large` (see `audit.maxevent`), `too-many`, `truncated` (EKS cut it ' +
      'off) and `broken-envelope`. Beyond `metrics.maxseries`, further rules are counted together as `other`.',
    '`tiercel_rule_evaluation_seconds_total` is an estimate: on some events, which take a hundredth of the time of all, each rule that is looked at is timed by itself, as if ' +
      'there were no other, and stands for the events between. It says which rules are dear, and in what proportion; what rules have in common is evaluated only once.',
    'Events of other sources are refused as `not-json`, `unknown-kind` (no object), `no-time` or `too-large` (see `events.maxevent`).',
    'Where `otlp.metrics.endpoint` is set, metrics are pushed by OTLP as well: those of Tiercel under the same names, and those of Falcosidekick as it pushes ' +
      'them, `falcosecurity_falcosidekick_inputs`, `falcosecurity_falcosidekick_outputs` and `falcosecurity_falco_rules_matches_total`.',
    "Where `statsd.forwarder` or `dogstatsd.forwarder` is set, Falcosidekick's counters are pushed there, by what they grew since " +
      'the push before: `total`, `inputs.requests.accepted`, `inputs.requests.rejected` (tag `error`), `falco.accepted` (`priority`) and ' +
      '`outputs` (`output`, and `status`: `ok` or `error`) for every output. StatsD has the values of tags in the names: ' +
      '`falcosidekick.outputs.slack.ok`. Upstream counts nothing for outputs that speak HTTP, and sends tags to StatsD, too.',
  );
}

function labelsOf(body: string, name: string): string {
  if (name === 'falcosecurity_falcosidekick_falco_events_total') {
    return '`hostname`, `rule`, `priority`, `priority_raw`, `source`, `k8s_ns_name`, `k8s_pod_name`';
  }
  const labels = new Set<string>();
  for (const [, text = ''] of body.matchAll(new RegExp(`^${name}(?:_bucket|_sum|_count)?\\{([^}]*)\\}`, 'gm'))) {
    for (const [, label = ''] of text.matchAll(/(\w+)="/g)) if (label !== 'le') labels.add(`\`${label}\``);
  }
  return [...labels].join(', ');
}
