import path from 'node:path';
import { expect, it } from 'vitest';
import { falcosidekickSections } from '#config/falcosidekick-sections.ts';
import { loadConfiguration } from '#config/load-configuration.ts';
import { catalog } from '#outputs/catalog.generated.ts';
import type { Output } from '#outputs/output.ts';

const load = (file: string, environment = {}) =>
  loadConfiguration({ file: path.join(import.meta.dirname, file), environment });

it.for([
  ['as-shipped.yaml', []],
  [
    'all-options.yaml',
    [
      'rocketchat.footer',
      'nats.maxconcurrentrequests',
      'stan.maxconcurrentrequests',
      'redis.version',
      'otlp.traces.synced',
      'otlp.logs.synced',
    ],
  ],
] as const)('%s loads, and turns nothing on', async ([file, withoutEffect]) => {
  const { configuration, notes } = await load(file);
  expect(configuration.outputs.map(({ name }) => name)).toEqual(['stdout']);
  const noPorts = { address: '', ports: [], tls: undefined };
  expect(configuration.listener).toEqual({ address: '', port: 2801, tls: undefined, audit: noPorts });
  const ignored = notes.filter(({ message }) => message.includes('no effect')).map((note) => note.path);
  expect(ignored).toEqual(withoutEffect);
});

const outputs: readonly Output[] = catalog;
const sections = falcosidekickSections.filter(({ enabledBy }) => enabledBy[0] !== 'enabled');

/** As it would stand in a variable. */
function textOf(value: unknown): string | undefined {
  if (Array.isArray(value)) return value.join(',');
  return typeof value === 'string' ? value : undefined;
}

it.for(sections)(
  'the variables of $section turn it on, or are a problem that names it',
  async ({ section, enabledBy }) => {
    const output = outputs.find(({ id }) => id === section);
    const example = new Map<string, unknown>(Object.entries(Object(Object.values(output?.examples ?? {})[0])));
    const variables = enabledBy.map((name) => [
      `${section}.${name}`.toUpperCase().replaceAll('.', '_'),
      textOf(example.get(name)) ?? 'http://a.example',
    ]);
    const loaded = load('all-options.yaml', Object.fromEntries(variables));
    if (section === 'statsd' || section === 'dogstatsd') {
      const { configuration } = await load('all-options.yaml', { [`${section.toUpperCase()}_FORWARDER`]: 'a:8125' });
      expect(configuration.statsd).toMatchObject([{ kind: section }]);
      await expect(loaded).rejects.toThrow('It must be a host and a port');
    } else if (section === 'otlp.metrics') {
      expect((await loaded).configuration.metricsPush).toMatchObject({ options: { endpoint: 'http://a.example' } });
    } else if (output) {
      expect((await loaded).configuration.outputs.map(({ type }) => type)).toEqual([section]);
    } else {
      await expect(loaded).rejects.toThrow(`Output "${section}" is not supported by this version`);
    }
  },
);

it("does not take Elasticsearch's own type for the type of the output", async () => {
  const { configuration } = await load('all-options.yaml', { ELASTICSEARCH_HOSTPORT: 'http://a.example' });
  expect(configuration.effective.outputs).toMatchObject([{ name: 'elasticsearch', type: 'elasticsearch' }]);
});

it('asks for the common client certificate only where an output has none of its own', async () => {
  const yaml =
    'outputs:\n- { type: redis, name: common, address: "a:1", mutualtls: true }\n' +
    '- { type: redis, name: own, address: "a:1", mutualtls: true, certfile: /a.crt, keyfile: /a.key }\n';
  const { configuration } = await loadConfiguration({ file: 'a.yaml', environment: {}, readFile: () => yaml });
  expect(configuration.outputs.map(({ name, tls }) => [name, tls.mutualtls])).toEqual([
    ['common', true],
    ['own', false],
  ]);
});

it('has nothing to say of variables that other programs read', async () => {
  const environment = { HTTP_PROXY: 'http://a', HTTP_PORT: '80', GITHUB_SHA: 'abc', NTFY_TOPICS: 'a' };
  const { notes } = await loadConfiguration({ environment });
  expect(notes.map(({ path: option }) => option)).toEqual(['stdout']);
});

it('does not take a variable of another program for an output that is only ours', async () => {
  const outputsOf = async (environment: Record<string, string>) =>
    (await loadConfiguration({ environment })).configuration.outputs.map(({ name }) => name);
  expect(await outputsOf({ FILE_PATH: '/srv/data.csv' })).toEqual(['stdout']);
  expect(await outputsOf({ FILE_PATH: '/srv/alerts.ndjson', FILE_ENABLED: 'true' })).toEqual(['file']);
  expect(await outputsOf({ WEBHOOK_ADDRESS: 'http://a.example' })).toEqual(['webhook']);
});
