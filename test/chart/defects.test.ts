import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { loadConfiguration } from '#config/load-configuration.ts';
import { variableOf, optionsIn } from '#config/option-tree.ts';
import { chartTree } from '#reference/chart-schema.ts';
import { catalog } from '#outputs/catalog.generated.ts';
import { helm, render, type Manifest, type Objects } from './helm.ts';

const pem = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----';

/** What Tiercel makes of the configuration that a chart gave it. */
async function effective(objects: Objects, changes: Readonly<Record<string, string>> = {}) {
  const environment = { ...objects.environment, ...changes };
  const readFile = () => stringify(objects.configuration);
  const { configuration } = await loadConfiguration({ file: 'tiercel.yaml', environment, readFile });
  return configuration.effective;
}

/** Each defect of Falcosidekick's chart 0.14.0, and that this one does not have it. */
describe.skipIf(!helm)("what Falcosidekick's chart gets wrong", () => {
  it('1: publishes no port that no container has', async () => {
    for (const values of [{}, { config: { tlsserver: { deploy: true, existingSecret: 'a', notlspaths: '/ping' } } }]) {
      const { all, container } = await render(values);
      const names = container.ports.map(({ name }: Manifest) => name);
      const targets = all.filter(({ kind }) => kind === 'Service').flatMap(({ spec }) => spec.ports);
      for (const { targetPort } of targets) expect(names).toContain(targetPort);
    }
  });

  it('2: posts to the Alertmanager that there is today', async () => {
    const { outputs } = await effective(await render({ config: { alertmanager: { hostport: 'http://a:9093' } } }));
    expect(outputs).toMatchObject([{ endpoint: '/api/v2/alerts' }]);
  });

  it('3: has no defaults that contradict those of the application', async () => {
    const { configuration } = await render({});
    expect(configuration).toEqual({
      journal: { path: '/var/lib/tiercel', retention: { bytes: '8GiB' } },
    });
  });

  it('4 and 5: starts without waiting for Redis, whatever its password is', async () => {
    const redis = { password: 'p', storageEnabled: false };
    const objects = await render({ webui: { enabled: true, redis, externalRedis: { password: 'q', port: 6379 } } });
    expect(objects.workload.spec.template.spec).not.toHaveProperty('initContainers');
    expect(objects.names('StatefulSet')).toEqual(['falcosidekick']);
    expect(objects.text).not.toMatch(/redis/i);
  });

  it('6: mounts the certificates that are given, with an authority of clients or without', async () => {
    const objects = await render({ config: { tlsserver: { deploy: true, servercrt: pem, serverkey: pem } } });
    const { volumes } = objects.workload.spec.template.spec;
    const { secret } = volumes.find(({ name }: Manifest) => name === 'certs');
    expect(Object.keys(objects.one('Secret', secret.secretName).stringData)).toEqual(['server.crt', 'server.key']);
  });

  it("7: takes rules of the operator's own as a list, at both places", async () => {
    const mine = [{ alert: 'Mine', expr: 'vector(1)' }];
    for (const more of [{ additionalAlerts: mine }, { alerts: { additionalAlerts: mine } }]) {
      const rule = (await render({ prometheusRules: { enabled: true, ...more } })).one('PrometheusRule');
      expect(rule.spec.groups[0].rules.at(-1)).toEqual(mine[0]);
    }
  });

  it('8: declares every value that its templates read', async () => {
    const objects = await render({
      prometheusRules: { enabled: true, namespace: 'monitoring', additionalLabels: { release: 'a' } },
      webui: { customLabels: { b: 'c' }, customAnnotations: { d: 'e' } },
      revisionHistoryLimit: 3,
    });
    expect(objects.one('PrometheusRule').metadata).toMatchObject({ namespace: 'monitoring', labels: { release: 'a' } });
    expect(objects.one('Service', 'falcosidekick-ui').metadata).toMatchObject({
      labels: { b: 'c' },
      annotations: { d: 'e' },
    });
  });

  it('9: takes the variables of OTLP as a map and as a list', async () => {
    const { container } = await render({
      config: {
        otlp: { traces: { extraenvvars: { A: '1' } }, metrics: { extraenvvars: [{ name: 'B', value: '2' }] } },
      },
    });
    expect(container.env).toEqual(
      expect.arrayContaining([
        { name: 'A', value: '1' },
        { name: 'B', value: '2' },
      ]),
    );
  });

  it('10: has Prometheus scrape the port that answers without a certificate, and selects by no version', async () => {
    const values = { serviceMonitor: { enabled: true }, config: { tlsserver: { deploy: true, existingSecret: 'a' } } };
    const objects = await render(values);
    const { endpoints, selector } = objects.one('ServiceMonitor').spec;
    expect(endpoints).toEqual([{ port: 'http-notls', path: '/metrics' }]);
    expect(objects.configuration.tlsserver.notlspaths).toContain('/metrics');
    expect(Object.keys(selector.matchLabels)).not.toContain('app.kubernetes.io/version');
    const plain = await render({ serviceMonitor: { enabled: true } });
    expect(plain.one('ServiceMonitor').spec.endpoints).toEqual([{ port: 'http', path: '/metrics' }]);
  });

  it('11: passes only what the application reads, and all that it can read', async () => {
    const options = optionsIn(chartTree(catalog));
    const variables = new Set(options.map(({ path: name }) => variableOf(name)));
    const values = {
      config: {
        cloudevents: { address: 'http://a.example', extension: 'a:b' },
        elasticsearch: { hostport: 'http://a.example', maxconcurrentrequests: 4, customheaders: 'a:b' },
        n8n: { address: 'http://a.example', headerauthname: 'a', headerauthvalue: 'b' },
        slack: { webhookurl: 'http://a.example', checkcert: false, maxconcurrentrequests: 2 },
        listenaddress: '127.0.0.1',
      },
    };
    const objects = await render(values);
    for (const variable of Object.keys(objects.environment)) expect(variables).toContain(variable);
    const { outputs } = await effective(objects);
    expect(outputs.map(({ name }) => String(name)).toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
      'cloudevents',
      'elasticsearch',
      'n8n',
      'slack',
    ]);
    expect(JSON.stringify(outputs)).toContain('"extensions":{"a":"b"}');
  });

  it('12: keeps one Secret for each output, only of what is set, or takes yours', async () => {
    const objects = await render({
      api: { existingSecret: 'tiercel-api' },
      config: {
        slack: { webhookurl: 'https://a.example' },
        elasticsearch: { hostport: 'http://a.example', username: 'u', password: 'p' },
        loki: { hostport: 'http://a.example', existingSecret: 'mine' },
        discord: { webhookurl: '' },
      },
    });
    expect(objects.names('Secret')).toEqual(['falcosidekick-elasticsearch', 'falcosidekick-slack']);
    expect(objects.one('Secret', 'falcosidekick-slack').stringData).toEqual({ SLACK_WEBHOOKURL: 'https://a.example' });
    expect(objects.container.envFrom).toContainEqual({ secretRef: { name: 'mine' } });
    expect(JSON.stringify(objects.configuration)).not.toMatch(/"p"|https:/);
  });

  it('13: is found by the falco chart under either spelling of its port', async () => {
    for (const spelling of ['listenPort', 'listenport']) {
      const values = { falcosidekick: { enabled: true, fullfqdn: false, [spelling]: 2901 } };
      const service = (await render(values, { name: 'falco', chart: umbrella() })).one(
        'Service',
        'falco-falcosidekick',
      );
      expect(service.spec.ports.map(({ port }: Manifest) => port)).toEqual([2801, 2901]);
    }
    await expect(render({ falcosidekick: { enabled: false } }, { chart: umbrella() })).resolves.toMatchObject({
      all: [],
    });
  });

  it('14: has one place for the state of the console, on a volume, and keeps alerts for a time only', async () => {
    const objects = await render({ webui: { replicaCount: 2, ttl: 0 } });
    expect(objects.workload.spec.replicas).toBe(1);
    expect(objects.workload.spec.volumeClaimTemplates).toHaveLength(1);
    expect(JSON.stringify(await effective(objects))).toContain('"age":"30d"');
  });
});

/** A chart that depends on ours as the falco chart does on Falcosidekick's. */
function umbrella(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'tiercel-umbrella-'));
  mkdirSync(path.join(folder, 'charts'));
  symlinkSync(path.join(import.meta.dirname, '../../chart'), path.join(folder, 'charts/tiercel'));
  const dependency = { name: 'tiercel', alias: 'falcosidekick', version: '0.x', condition: 'falcosidekick.enabled' };
  const about = { apiVersion: 'v2', name: 'falco', version: '1.0.0', dependencies: [dependency] };
  writeFileSync(path.join(folder, 'Chart.yaml'), stringify(about));
  return folder;
}
