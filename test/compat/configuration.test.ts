import path from 'node:path';
import { expect, it } from 'vitest';
import { falcosidekickSections } from '#config/falcosidekick-sections.ts';
import { loadConfiguration } from '#config/load-configuration.ts';
import { catalog } from '#outputs/catalog.generated.ts';

const load = (file: string, environment = {}) =>
  loadConfiguration({ file: path.join(import.meta.dirname, file), environment });

it.for([
  ['as-shipped.yaml', []],
  ['all-options.yaml', ['rocketchat.footer', 'redis.version']],
] as const)('%s loads, and turns nothing on', async ([file, withoutEffect]) => {
  const { configuration, notes } = await load(file);
  expect(configuration.outputs.map(({ name }) => name)).toEqual(['stdout']);
  expect(configuration.listener).toEqual({ address: '', port: 2801, tls: undefined });
  const ignored = notes.filter(({ message }) => message.includes('no effect')).map((note) => note.path);
  expect(ignored).toEqual(withoutEffect);
});

/** `webui` is only noted: the console takes its place. */
const sections = falcosidekickSections.filter(
  ({ section, enabledBy }) => enabledBy[0] !== 'enabled' && section !== 'webui',
);

it.for(sections)(
  'the variables of $section turn it on, or are a problem that names it',
  async ({ section, enabledBy }) => {
    const variables = enabledBy.map((name) => [
      `${section}.${name}`.toUpperCase().replaceAll('.', '_'),
      section === 'redis' ? 'a.example:6379' : 'http://a.example',
    ]);
    const loaded = load('all-options.yaml', Object.fromEntries(variables));
    if (catalog.some(({ id }) => id === section)) {
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

it('does not take a variable of another program for an output that is only ours', async () => {
  const outputsOf = async (environment: Record<string, string>) =>
    (await loadConfiguration({ environment })).configuration.outputs.map(({ name }) => name);
  expect(await outputsOf({ FILE_PATH: '/srv/data.csv' })).toEqual(['stdout']);
  expect(await outputsOf({ FILE_PATH: '/srv/alerts.ndjson', FILE_ENABLED: 'true' })).toEqual(['file']);
  expect(await outputsOf({ WEBHOOK_ADDRESS: 'http://a.example' })).toEqual(['webhook']);
});
