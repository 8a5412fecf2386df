import { expect, it } from 'vitest';
import { ConfigurationError } from './configuration-error.ts';
import { loadConfiguration } from './load-configuration.ts';

/** With every output there is. */
const load = (yaml: string, environment: Readonly<Record<string, string>> = {}) =>
  loadConfiguration({ file: 'tiercel.yaml', environment, readFile: () => yaml });

/** As Falcosidekick's own `config_example.yaml` has it, switched on. */
const falcosidekicks = `
otlp:
  traces:
    endpoint: http://collector:4318/v1/traces
    protocol: http/json
    timeout: 10000
    headers: "a=b,c=d"
    synced: true
    duration: 1000
    extraenvvars:
      OTEL_EXPORTER_OTLP_TIMEOUT: 10000
    minimumpriority: ""
    tls: false
    checkcert: true
  metrics:
    endpoint: http://collector:4317
    protocol: grpc
    timeout: 5000
    minimumpriority: debug
    checkcert: false
    extraattributes: "k8s.ns.name, proc.name"
`;

it('reads what Falcosidekick reads', async () => {
  const { configuration, notes } = await load(falcosidekicks);
  expect(configuration.outputs).toMatchObject([{ name: 'otlp.traces', timeoutMs: 10_000 }]);
  expect(configuration.metricsPush).toMatchObject({
    options: { endpoint: 'http://collector:4317', protocol: 'grpc' },
    intervalMs: 60_000,
    timeoutMs: 5000,
    tls: { checkcert: false, mutualtls: false },
    extraAttributes: ['k8s.ns.name', 'proc.name'],
  });
  const ignored = notes.filter(({ message }) => message.includes('no effect')).map(({ path }) => path);
  expect(ignored).toEqual(['otlp.traces.synced', 'otlp.metrics.minimumpriority']);
  expect(JSON.stringify(configuration.effective)).not.toContain('a=b');
});

it('reads its variables, whose numbers are in milliseconds', async () => {
  const { configuration } = await load('', {
    OTLP_LOGS_ENDPOINT: 'http://collector:4318',
    OTLP_LOGS_TIMEOUT: '2500',
    OTLP_METRICS_ENDPOINT: 'http://collector:4318',
    OTLP_METRICS_EXTRAENVVARS: 'OTEL_RESOURCE_ATTRIBUTES:a=b',
  });
  expect(configuration.outputs).toMatchObject([{ name: 'otlp.logs', timeoutMs: 2500 }]);
  expect(configuration.metricsPush?.options.extraenvvars['OTEL_RESOURCE_ATTRIBUTES']?.reveal()).toBe('a=b');
});

it('pushes no metrics unless it is told where to', async () => {
  expect((await load('otlp: { metrics: { interval: 5s } }')).configuration.metricsPush).toBeUndefined();
  const wrong = load('otlp: { metrics: { endpoint: "collector:4317", interval: 5ms } }');
  await expect(wrong).rejects.toThrow(ConfigurationError);
  await expect(wrong).rejects.toThrow(/otlp\.metrics\.endpoint[\s\S]*otlp\.metrics\.interval/);
});
