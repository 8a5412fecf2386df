import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { loadConfiguration } from '../load-configuration.ts';
import { migrate } from './migrate.ts';

function migrated(text: string, environment: Record<string, string> = {}) {
  const { configuration, fates } = migrate({ file: { name: 'old.yaml', text }, environment });
  const fate = (from: string) => fates.find((candidate) => candidate.from === from);
  return { configuration, options: parse(configuration) as unknown, fate, fates };
}

const values = `
replicaCount: 2
config:
  existingSecret: alerts
  customfields: "cluster:production"
  slack: { webhookurl: https://hooks.slack.com/services/T/B/X, outputformat: all, minimumpriority: "" }
  cloudevents: { address: http://events, extension: "a:b" }
  prometheus: { enabled: true }
  alertmanager: { hostport: http://alertmanager:9093, endpoint: /api/v1/alerts }
  extraEnv: [{ name: TEAMS_WEBHOOKURL, value: https://example.webhook.office.com/a }]
webui: { enabled: true, ttl: 7d, user: "admin:some:thing", redis: { password: x } }
`;

it("takes over the values of Falcosidekick's chart, and tells of each what became of it", async () => {
  const { configuration, options, fate } = migrated(values);
  expect(options).toEqual({
    customfields: 'cluster:production',
    slack: { webhookurl: 'https://hooks.slack.com/services/T/B/X' },
    cloudevents: { address: 'http://events', extensions: 'a:b' },
    alertmanager: { hostport: 'http://alertmanager:9093', endpoint: '/api/v1/alerts' },
    teams: { webhookurl: 'https://example.webhook.office.com/a' },
    journal: { retention: { age: '7d' } },
    console: { user: 'admin:some:thing' },
  });
  expect(fate('config.slack.webhookurl')?.kind).toBe('same');
  expect(fate('config.slack.outputformat')?.kind).toBe('default');
  expect(fate('config.slack.minimumpriority')).toBeUndefined();
  expect(fate('config.cloudevents.extension')).toMatchObject({ kind: 'renamed', to: 'cloudevents.extensions' });
  expect(fate('config.prometheus.enabled')?.kind).toBe('dropped');
  expect(fate('config.alertmanager.endpoint')?.why).toContain('/api/v2/alerts');
  expect(fate('FALCOSIDEKICK_UI_TTL')).toMatchObject({ kind: 'renamed', to: 'journal.retention.age' });
  expect(fate('webui.redis')?.kind).toBe('dropped');
  expect(fate('replicaCount')?.kind).toBe('chart');
  const { configuration: loaded } = await loadConfiguration({
    file: 'new.yaml',
    environment: {},
    readFile: () => configuration,
  });
  expect(loaded.outputs.map(({ name }) => name).sort()).toEqual(['alertmanager', 'cloudevents', 'slack', 'teams']);
});

it("finds Falcosidekick's values in those of Falco's chart", () => {
  const { options, fate } = migrated(
    'falco: { json_output: true }\nfalcosidekick:\n  enabled: true\n  config: { loki: { hostport: "http://loki:3100" } }\n',
  );
  expect(options).toEqual({ loki: { hostport: 'http://loki:3100' } });
  expect(fate('falcosidekick.config.loki.hostport')?.kind).toBe('same');
});

it('takes the environment over the file, and "${" as the text that it is', () => {
  const { options, fate } = migrated('slack:\n  webhookurl: https://old.example.com/\n  footer: "${x}"\n', {
    SLACK_WEBHOOKURL: 'https://new.example.com/',
    FALCOSIDEKICK_UI_REDIS_URL: 'redis:6379',
    SYSLOG_PORT: 'tcp://10.0.0.1:514',
  });
  expect(options).toEqual({ slack: { webhookurl: 'https://new.example.com/', footer: '$${x}' } });
  expect(fate('SLACK_WEBHOOKURL')).toMatchObject({ kind: 'renamed', to: 'slack.webhookurl' });
  expect(fate('FALCOSIDEKICK_UI_REDIS_URL')?.kind).toBe('dropped');
  expect(fate('SYSLOG_PORT')).toBeUndefined();
});
