import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { loadConfiguration } from '#config/load-configuration.ts';
import { helm, render } from './helm.ts';

const root = path.join(import.meta.dirname, '../..');
const defaults = parse(readFileSync(path.join(root, 'src/reference/falcosidekick-values.yaml'), 'utf8')) as Record<
  string,
  unknown
>;

/** Values from paths. */
function nested(values: Readonly<Record<string, unknown>>): object {
  const all = {};
  for (const [name, value] of Object.entries(values)) {
    const names = name.split('.');
    let inner: Record<string, unknown> = all;
    for (const each of names.slice(0, -1)) inner = (inner[each] ??= {}) as Record<string, unknown>;
    inner[names.at(-1) ?? ''] = value;
  }
  return all;
}

it('tells of every value what becomes of it', () => {
  const page = readFileSync(path.join(root, 'docs/reference/helm-values.md'), 'utf8');
  for (const name of Object.keys(defaults)) expect(page).toContain(`| \`${name}\` |`);
  expect(Object.keys(defaults).length).toBeGreaterThan(570);
});

describe.skipIf(!helm)("all defaults of Falcosidekick's chart", () => {
  it('render, load, and turn nothing on', async () => {
    const objects = await render(nested(defaults));
    const readFile = () => stringify(objects.configuration);
    const loaded = await loadConfiguration({ file: 'a.yaml', environment: objects.environment, readFile });
    expect(loaded.configuration.outputs.map(({ name }) => name)).toEqual(['stdout']);
    // There is one password among the defaults.
    expect(objects.names('Secret')).toEqual(['falcosidekick-api', 'falcosidekick-timescaledb']);
    expect(objects.workload.spec.replicas).toBe(2);
    expect(objects.container.image).toMatch(/^ghcr\.io\/tiercel\/tiercel:0/);
  });

  it.each([
    ['customfields', 'a:b,c:d', { a: 'b', c: 'd' }],
    ['customtags', 'a,b', ['a', 'b']],
    ['outputFieldFormat', '<output>', '<output>'],
    ['debug', true, true],
    ['prometheus.extralabels', 'a,b', { extralabels: ['a', 'b'] }],
  ])('config.%s means what it means there', async (name, value, expected) => {
    const objects = await render(nested({ ...defaults, [`config.${name}`]: value }));
    const readFile = () => stringify(objects.configuration);
    const { configuration } = await loadConfiguration({ file: 'a.yaml', environment: objects.environment, readFile });
    const { global } = configuration.effective;
    expect(Object(global)[name.toLowerCase().split('.')[0] ?? '']).toEqual(expected);
  });

  it('keeps an account that was set, and not the one that everybody knows', async () => {
    expect((await render({ webui: { user: 'admin:admin' } })).environment).not.toHaveProperty('CONSOLE_USER');
    expect((await render({ webui: { user: 'me:secret' } })).environment).toMatchObject({ CONSOLE_USER: 'me:secret' });
  });
});
