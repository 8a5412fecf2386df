import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { podCreated, privilegedPodRules } from '#rules/testing/rule-set-of.ts';
import { tiercel } from './run-command.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'tiercel-rules-logs-'));
const file = (name: string) => path.join(folder, name);
const plainPod = podCreated({ requestObject: { spec: { containers: [] } } });

beforeAll(() => {
  writeFileSync(file('old.yaml'), privilegedPodRules);
  writeFileSync(file('new.yaml'), privilegedPodRules.replace(/- rule: Privileged[^]*?(?=- rule: Pod)/, ''));
  writeFileSync(file('less.yaml'), privilegedPodRules.replaceAll('ka.verb = create', 'ka.verb = delete'));
  writeFileSync(file('worded.yaml'), privilegedPodRules.replace('output: Pod (', 'output: A pod ('));
  const events = [podCreated(), plainPod, podCreated({ verb: 'get' })].map((event) => JSON.stringify(event));
  writeFileSync(file('a.log'), `${events.join('\n')}\n{"kind":"Pod"}\n`);
  writeFileSync(file('b.log'), `${JSON.stringify(plainPod)}\n`);
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('a change of rules', () => {
  const diff = (to: string, ...more: readonly string[]) =>
    tiercel('rules', 'diff', file('old.yaml'), file(to), '--on', file('a.log'), file('b.log'), ...more);

  it('moves alerts from one rule to another', async () => {
    const { code, stdout } = await diff('new.yaml');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^GAINED +LOST +KEPT +CHANGED +RULE\n\+1 +-0 +=2 +Pod\n\+0 +-1 +=0 +Privileged pod\n/);
    expect(stdout).toMatch(/Pod\n {2}\+ .*Info.*Pod \(pod=evil.*\n {6}before: Privileged pod\n/);
    expect(stdout).toMatch(/Privileged pod\n {2}- .*Privileged pod \(user=mallory.*\n {6}now: Pod\n/);
    expect(stdout).toContain(
      '1 gained, 1 lost, 2 kept (0 with other words), of 4 events, and 1 lines or items that are no',
    );
  });

  it('loses them, which is a failure', async () => {
    expect(await diff('less.yaml')).toMatchObject({ code: 1, stdout: expect.stringContaining('0 gained, 3 lost') });
  });

  it('changes their words, and shows so many examples', async () => {
    const { code, stdout } = await diff('worded.yaml', '--examples', '1');
    expect(code).toBe(0);
    expect(stdout).toMatch(/\+0 +-0 +=2 +~2 +Pod\n/);
    expect(stdout.match(/^ {2}~ .*A pod \(.*\n {6}before: .*Pod \(/gm)).toHaveLength(1);
  });

  it('is told as JSON, too, and for all rules that match', async () => {
    const { stdout } = await diff('new.yaml', '--json', '--all');
    expect(JSON.parse(stdout)).toMatchObject({
      events: 4,
      refusals: 1,
      lostEvents: 0,
      rules: [
        { rule: 'Privileged pod', gained: 0, lost: 1, kept: 0 },
        { rule: 'Pod', gained: 0, lost: 0, kept: 3 },
      ],
    });
  });
});

describe('coverage', () => {
  const cover = (...more: readonly string[]) =>
    tiercel('rules', 'coverage', '-r', file('old.yaml'), '--on', file('a.log'), ...more);

  it('tells what rules do with logs', async () => {
    const { code, stdout } = await cover();
    expect(code).toBe(0);
    expect(stdout).toContain('Rules that matched nothing\n  none\n');
    expect(stdout).toContain('  Pod: 1 of 2 by "Privileged pod"\n');
    expect(stdout).toMatch(/ {2}ka\.impuser\.name +printed by Pod\n/);
    expect(stdout).toMatch(/ {2}privilege escalation +no technique \(1 rule, 1 event\)\n {2}defense evasion +-\n/);
    expect(stdout).toMatch(/ {2}\d+ % +2 +3 +2 +1 +Pod\n/);
    expect(stdout).toContain('2 rules, 3 events, and 1 lines or items that are no events of k8s_audit.');
  });

  it('tells of an audit policy that leaves out bodies', async () => {
    writeFileSync(file('metadata.log'), JSON.stringify(podCreated({ requestObject: undefined })));
    const { stdout } = await tiercel('rules', 'coverage', '-r', file('old.yaml'), '--on', file('metadata.log'));
    expect(stdout).toMatch(/ {2}ka\.req\.pod\.containers\.privileged +asked by Privileged pod\n/);
    expect(stdout).toContain('No event has a request body');
    expect(stdout).toContain('Rules that matched nothing\n  Privileged pod\n');
  });

  it('tells of a rule that nothing can match', async () => {
    writeFileSync(
      file('never.yaml'),
      privilegedPodRules.replace('condition: pod_created\n', 'condition: pod_created and ka.verb = get\n'),
    );
    const { stdout } = await tiercel('rules', 'coverage', '-r', file('never.yaml'), '--on', file('a.log'));
    expect(stdout).toContain('Rules that matched nothing\n  Pod: no event can have what it asks for\n');
  });

  it('tells of rules without tags', async () => {
    writeFileSync(file('untagged.yaml'), privilegedPodRules.replace(/ {2}tags: .*\n/, ''));
    const { stdout } = await tiercel('rules', 'coverage', '-r', file('untagged.yaml'), '--on', file('a.log'));
    expect(stdout).toContain('no rule has a tag of a tactic');
  });

  it('is told as JSON, too', async () => {
    const { stdout } = await cover('--json', '--all');
    expect(JSON.parse(stdout)).toMatchObject({
      events: 3,
      refusals: 1,
      rules: [{ alerts: 1 }, { alerts: 2, hiddenBy: [] }],
    });
  });

  it('needs rules for the source of the logs', async () => {
    expect(await cover('--source', 'github')).toMatchObject({
      code: 1,
      stderr: 'No rule of these files is for events of github\n',
    });
  });
});

it.for([
  [['rules', 'coverage', '--on', 'x'], /Which rules\?/],
  [['rules', 'coverage', '-r', file('old.yaml')], /Which logs\?/],
  [['rules', 'diff', 'a'], /Which rules\?/],
  [['rules', 'diff', file('old.yaml'), file('old.yaml')], /Which logs\? Name them behind --on/],
  [['rules', 'diff', file('old.yaml'), file('old.yaml'), '--on', 'x', '--source', 'y'], /no logs of a source "y"/],
  [['rules', 'diff', file('old.yaml'), file('old.yaml'), '--on', 'x', '--examples', '-'], /whole number/],
] as const)('%j ends with 64 and says why', async ([args, message]) => {
  expect(await tiercel(...args)).toMatchObject({ code: 64, stderr: expect.stringMatching(message) });
});
