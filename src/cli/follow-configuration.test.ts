import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { systemClock } from '#kit/clock.ts';
import { silentLog } from '#kit/log.ts';
import { loadConfiguration } from '#config/load-configuration.ts';
import { followConfiguration } from './follow-configuration.ts';

let folder: string;
let ending: AbortController;
let tokens: (string | undefined)[];
let afterLoad: () => void;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'tiercel-follow-'));
  ending = new AbortController();
  tokens = [];
  afterLoad = () => {};
});

afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, text: string) => writeFileSync(path.join(folder, name), text);

/** Follows a file; notes the token of each configuration that is taken over. */
function following(sources: readonly string[], hasChanged = () => false) {
  const load = async () => {
    const loaded = await loadConfiguration({ file: path.join(folder, 'a.yaml'), environment: {} });
    afterLoad();
    afterLoad = () => {};
    return loaded;
  };
  const app = {
    reload: async (configuration: { readonly console: { readonly token?: { reveal(): string } | undefined } }) => {
      tokens.push(configuration.console.token?.reveal());
    },
  };
  const followed = sources.map((name) => path.join(folder, name));
  return followConfiguration({
    load,
    app,
    log: silentLog,
    clock: systemClock,
    signal: ending.signal,
    sources: followed,
    hasChanged,
    isEmpty: false,
    adjust: undefined,
  });
}

const last = (token: string) => vi.waitFor(() => expect(tokens.at(-1)).toBe(token), { timeout: 20_000, interval: 20 });

it.for([
  ['known', ['a.yaml', 'token']],
  ['new', ['a.yaml']],
] as const)(
  'misses no change of a %s file while the configuration is read',
  { timeout: 30_000 },
  async ([, sources]) => {
    write('token', 'first');
    write('a.yaml', `console: { token: { file: ${path.join(folder, 'token')} } }\n`);
    const follower = following(sources);
    afterLoad = () => write('token', 'second');
    process.emit('SIGHUP');
    await last('second');
    ending.abort();
    follower.stop();
  },
);

it('takes over what changed while everything started', { timeout: 30_000 }, async () => {
  write('a.yaml', 'console: { token: first }\n');
  const { hasChanged } = await loadConfiguration({ file: path.join(folder, 'a.yaml'), environment: {} });
  expect(hasChanged()).toBe(false);
  write('a.yaml', 'console: { token: second }\n');
  const follower = following(['a.yaml'], hasChanged);
  await last('second');
  follower.stop();
  ending.abort();
});

it('reads a file that is still being written when the signal comes as a whole', { timeout: 30_000 }, async () => {
  write('a.yaml', '');
  const follower = following(['a.yaml']);
  process.emit('SIGHUP');
  write('a.yaml', 'console: { token: whole }\n');
  await last('whole');
  expect(tokens).not.toContain(undefined);
  ending.abort();
  follower.stop();
});

it('takes over no file that was emptied', { timeout: 30_000 }, async () => {
  write('a.yaml', 'console: { token: first }\n');
  const read: string[] = [];
  const follower = following(['a.yaml']);
  afterLoad = () => read.push('empty');
  write('a.yaml', '');
  process.emit('SIGHUP');
  await vi.waitFor(() => expect(read).toEqual(['empty']), { timeout: 20_000, interval: 20 });
  write('a.yaml', 'console: { token: second }\n');
  await last('second');
  expect(tokens).not.toContain(undefined);
  follower.stop();
  ending.abort();
});

it('takes over a rules file that comes into a folder, and refuses one that is wrong', { timeout: 30_000 }, async () => {
  const rule = (name: string, condition: string) =>
    `- rule: ${name}\n  desc: d\n  condition: ${condition}\n  output: o\n  priority: INFO\n  source: k8s_audit\n`;
  mkdirSync(path.join(folder, 'rules.d'));
  write('rules.d/a.yaml', rule('a', 'ka.verb = get'));
  write('a.yaml', `rules: { files: [${path.join(folder, 'rules.d')}] }\n`);
  const { sources } = await loadConfiguration({ file: path.join(folder, 'a.yaml'), environment: {} });
  const errors: string[] = [];
  const names: (readonly string[])[] = [];
  const follower = followConfiguration({
    load: () => loadConfiguration({ file: path.join(folder, 'a.yaml'), environment: {} }),
    app: { reload: async ({ rules }) => void names.push((rules?.rules ?? []).map(({ name }) => name)) },
    log: {
      ...silentLog,
      error(_fields: object, message: string) {
        errors.push(message);
        // Before the new file is watched.
        write('rules.d/c.yaml', rule('c', 'ka.verb = list'));
      },
    },
    clock: systemClock,
    signal: ending.signal,
    sources,
    hasChanged: () => false,
    isEmpty: false,
    adjust: undefined,
  });
  const within = { timeout: 20_000, interval: 20 };
  process.emit('SIGHUP');
  await vi.waitFor(() => expect(names).toEqual([['a']]), within);
  write('rules.d/b.yaml', rule('b', 'ka.verb = list'));
  await vi.waitFor(() => expect(names.at(-1)).toEqual(['a', 'b']), within);
  write('rules.d/c.yaml', rule('c', 'ka.vreb = list'));
  await vi.waitFor(() => expect(names.at(-1)).toEqual(['a', 'b', 'c']), within);
  expect(errors).toEqual([expect.stringContaining('ka.vreb')]);
  follower.stop();
  ending.abort();
});
