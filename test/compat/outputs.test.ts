import { expect, it } from 'vitest';
import { catalog } from '#outputs/catalog.generated.ts';
import { globalOptions } from '#config/global-options.ts';

/** The outputs of Falcosidekick, by the names of their sections, but for those of the cloud providers. */
const outputs =
  'alertmanager cliq cloudevents datadog datadoglogs discord dynatrace elasticsearch fission gcp.cloudrun googlechat ' +
  'gotify grafana grafanaoncall influxdb kafka kafkarest kubeless logstash loki mattermost mqtt n8n nats nodered openfaas ' +
  'openobserve opsgenie otlp.logs otlp.traces pagerduty policyreport quickwit rabbitmq redis rocketchat slack smtp splunk ' +
  'spyderbat stan sumologic syslog talon teams tekton telegram timescaledb wavefront webex webhook webui zincsearch';

/** What it tells of itself, rather than of alerts. */
const metrics = ['statsd', 'dogstatsd', 'otlp'];

it('has every output of Falcosidekick', () => {
  const there: ReadonlySet<string> = new Set(catalog.map(({ id }) => id));
  expect(outputs.split(' ').filter((id) => !there.has(id))).toEqual([]);
});

it('has every way in which Falcosidekick tells of itself', () => {
  expect(Object.keys(globalOptions.shape)).toEqual(expect.arrayContaining(metrics));
});
