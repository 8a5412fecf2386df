import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { parseInvocation } from '../../src/cli/command.ts';
import { allCommands } from '../../src/cli/commands.ts';
import { main } from '../faults/program.ts';
import { ruleSurroundings } from '#app/rule-surroundings.ts';
import { loadConfiguration } from '#config/load-configuration.ts';
import { migrate } from '#config/migration/migrate.ts';
import { derivePolicy } from '#rules/audit-policy/derive-policy.ts';
import { ruleSources } from '#rules/rule-set.ts';
import { defaultSplitLimits, splitEvents } from '#rules/fields/split-events.ts';
import { root } from './built.ts';
import { guideBlocks, type GuideBlock } from './guide-blocks.ts';

const commands = await allCommands();
const blocks = guideBlocks();
const of = (language: string, about?: string) =>
  blocks.filter((block) => block.language === language && (about === undefined || block.about === about));
const title = ({ guide, text }: GuideBlock) => `${guide}: ${text.split('\n').slice(0, 3).join(' ')}`;

/** Secrets that a guide says to put somewhere; rules are those that a guide shows. */
/** Of a process for each command, on a machine that has other things to do. */
const manyStartsMs = 180_000;
const elsewhere = 'https://example.com/secret';

function load(text: string) {
  const readFile = (file: string) => {
    if (file === 'tiercel.yaml') return text;
    if (file.endsWith('kubernetes-audit.yaml'))
      return readFileSync(path.join(root, 'rules/kubernetes-audit.yaml'), 'utf8');
    const shown =
      of('yaml', path.basename(file))[0] ?? (file.startsWith('/etc/falco/') ? of('yaml', 'mine.yaml')[0] : undefined);
    return shown?.text ?? elsewhere;
  };
  return loadConfiguration({ file: 'tiercel.yaml', environment: { TEAMS_WEBHOOK: elsewhere }, readFile });
}

/** Lines of a shell that start Tiercel, as arguments; what goes before or behind is the shell's. */
function invocations({ text }: GuideBlock): string[][] {
  const parts = text.replaceAll("'", '').split(/\n|\||&|>/);
  return parts.flatMap((part) => {
    const [, args] = /(?:^|\s)tiercel ([a-z].*)$/.exec(part.trim()) ?? [];
    const isOther = args === undefined || part.includes('dpkg') || part.includes('systemctl');
    return isOther ? [] : [args.trim().match(/"[^"]*"|[^\s"]+/g) ?? []];
  });
}

describe('the guides', () => {
  it('are there', () => {
    expect(new Set(blocks.map(({ guide }) => guide)).size).toBeGreaterThanOrEqual(9);
  });

  it.for(of('yaml', 'tiercel.yaml').map((block) => [title(block), block] as const))(
    '%s is valid',
    async ([, block]) => {
      const { configuration } = await load(block.text);
      expect(configuration.outputs.length).toBeGreaterThan(0);
    },
  );

  it('have an event that the rules they name find something in', async () => {
    const guide = 'kubernetes-audit.md';
    const inGuide = (language: string, about: string) => of(language, about).find((block) => block.guide === guide);
    const { configuration } = await load(inGuide('yaml', 'tiercel.yaml')?.text ?? '');
    const rules = configuration.rules?.compile(ruleSurroundings(() => 0));
    const options = { limits: defaultSplitLimits, source: 'k8s_audit', firstNumber: 1n };
    const { events } = splitEvents(inGuide('json', 'event.json')?.text ?? '', options);
    const found = events.flatMap((event) => rules?.detect(event) ?? []);
    expect(found.map(({ rule }) => rule)).toEqual(['Privileged pod created']);
  });

  it('have an audit policy as the configuration before it makes one', async () => {
    const shown = blocks.findIndex(({ about }) => about === 'policy.yaml');
    const { configuration } = await load(blocks[shown - 1]?.text ?? '');
    const catalog = ruleSources(ruleSurroundings(() => 0)).catalogs.get('k8s_audit');
    const rules = configuration.rules?.rules.filter(({ isEnabled }) => isEnabled) ?? [];
    const policy = catalog && derivePolicy(rules, catalog, { hasAnyGroup: false, tellsOthers: false });
    const parts = blocks[shown]?.text.split('…\n') ?? [];
    expect(parts.length).toBeGreaterThan(2);
    for (const part of parts) expect(policy).toContain(part);
  });

  it.for(of('yaml', 'values.yaml').map((block) => [title(block), block] as const))('%s says something', ([, block]) => {
    const { fates } = migrate({ file: { name: 'values.yaml', text: block.text }, environment: {} });
    expect(fates.filter(({ kind }) => kind === 'dropped')).toEqual([]);
  });

  it.for(of('yaml', 'kubernetes').map((block) => [title(block), block] as const))('%s is a resource', ([, block]) => {
    z.object({ apiVersion: z.string(), kind: z.string(), spec: z.unknown() }).parse(parse(block.text));
  });

  const typed = of('console').flatMap((block) => invocations(block).map((args) => [block.guide, args] as const));
  it.for(typed)('%s: tiercel %j is a command', ([, [name, action, ...args]]) => {
    const command = commands.find((candidate) => candidate.name === name);
    const subcommand = command?.subcommands?.find((candidate) => candidate.name === `${name} ${action}`);
    expect(command?.subcommands === undefined ? command : subcommand).toBeDefined();
    if (subcommand) parseInvocation(subcommand, args);
    else if (command) parseInvocation(command, action === undefined ? [] : [action, ...args]);
  });

  it('have commands that print what Falco reads', { timeout: manyStartsMs }, () => {
    const lines = typed.filter(([, [name]]) => name === 'falco-config');
    expect(lines.length).toBeGreaterThan(3);
    for (const [, args] of lines) {
      const { status, stdout } = spawnSync(process.execPath, [main, ...args], { encoding: 'utf8' });
      expect([args, status]).toEqual([args, 0]);
      expect(parseAllDocuments(stdout)).toHaveLength(1);
      expect(stdout).toContain('http_output:');
    }
  });

  it('have a rule that passes its tests, and is explained as they say', { timeout: manyStartsMs }, () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'tiercel-guide-rules-'));
    const tiercel = (...args: readonly string[]) =>
      spawnSync(process.execPath, [main, 'rules', ...args], { encoding: 'utf8', cwd: folder });
    for (const name of ['mine.yaml', 'mine.test.yaml']) {
      const [block, ...others] = of('yaml', name);
      expect(others).toEqual([]);
      writeFileSync(path.join(folder, name), block?.text ?? '');
    }
    const user = { username: 'eve' };
    const objectRef = { resource: 'deployments', namespace: 'shop', name: 'cart' };
    const needed = { kind: 'Event', auditID: 'a', stageTimestamp: '2026-11-24T10:00:00Z' };
    const event = { ...needed, verb: 'patch', user, objectRef, responseStatus: { code: 403 } };
    writeFileSync(path.join(folder, 'event.json'), JSON.stringify(event));
    const tested = tiercel('test');
    const rule = 'Deployment changed by hand';
    const explained = tiercel('explain', '--rules', 'mine.yaml', '--event', 'event.json', rule);
    rmSync(folder, { recursive: true });
    expect([tested.stdout, tested.status]).toEqual(['mine.test.yaml: 4 passed, 0 failed\n', 0]);
    const [shown] = of('text').filter(({ guide }) => guide === 'writing-rules.md');
    expect(explained.stdout.startsWith(shown?.text ?? '?')).toBe(true);
  });

  it('lead to pages and programs that are there', () => {
    const folder = path.join(root, 'docs/guides');
    for (const guide of new Set(blocks.map((block) => block.guide))) {
      const text = readFileSync(path.join(folder, guide), 'utf8');
      for (const [, target = ''] of text.matchAll(/\]\(([^)#]+)[^)]*\)/g)) {
        if (!target.startsWith('http'))
          expect([guide, target, existsSync(path.join(folder, target))]).toEqual([guide, target, true]);
      }
      for (const [name] of text.matchAll(/\b(?:deploy|test)\/[\w/.-]+\w/g)) {
        expect([guide, name, existsSync(path.join(root, name))]).toEqual([guide, name, true]);
      }
    }
  });
});

it('migrate writes what Tiercel starts with, and tells on the other channel', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tiercel-migrate-'));
  const file = path.join(folder, 'values.yaml');
  writeFileSync(file, 'config: { slack: { webhookurl: "https://example.com/x" }, prometheus: { enabled: true } }\n');
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, 'migrate', file], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  expect([status, parse(stdout)]).toEqual([0, { slack: { webhookurl: 'https://example.com/x' } }]);
  expect(stderr).toContain('config.prometheus.enabled');
});
