import { expect, it } from 'vitest';
import { catalog } from '#outputs/catalog.generated.ts';

/** The outputs of Falcosidekick that speak plain HTTP, by the names of their sections. */
const http =
  'alertmanager cliq cloudevents datadog datadoglogs discord dynatrace elasticsearch fission gcp.cloudrun googlechat ' +
  'gotify grafana grafanaoncall influxdb kafkarest kubeless loki mattermost n8n nodered openfaas openobserve opsgenie ' +
  'otlp.logs otlp.traces pagerduty quickwit rocketchat slack splunk spyderbat sumologic talon teams tekton telegram ' +
  'wavefront webex webhook webui zincsearch';

it('has every HTTP output of Falcosidekick', () => {
  const there: ReadonlySet<string> = new Set(catalog.map(({ id }) => id));
  expect(http.split(' ').filter((id) => !there.has(id))).toEqual([]);
});
