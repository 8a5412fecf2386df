import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '#kit/clock.ts';
import { podCreated, privilegedPodRules } from '#rules/testing/rule-set-of.ts';
import { run } from '#cli/run.ts';

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

/** A command, run in this process. */
async function tiercel(...args: readonly string[]) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const texts = { stdout: '', stderr: '' };
  stdout.on('data', (chunk: Buffer) => (texts.stdout += chunk.toString()));
  stderr.on('data', (chunk: Buffer) => (texts.stderr += chunk.toString()));
  const terminal = Object.assign(Object.create(process.stdout), { isTTY: false });
  const streams = { stdout: Object.assign(stdout, terminal), stderr: Object.assign(stderr, terminal) };
  const signal = new AbortController().signal;
  const code = await run(args, { ...streams, environment: {}, clock: systemClock, signal });
  return { code, ...texts };
}

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

it.for([
  [['rules', 'diff', 'a'], /Which rules\?/],
  [['rules', 'diff', file('old.yaml'), file('old.yaml')], /Which logs\? Name them behind --on/],
  [['rules', 'diff', file('old.yaml'), file('old.yaml'), '--on', 'x', '--source', 'y'], /no logs of a source "y"/],
  [['rules', 'diff', file('old.yaml'), file('old.yaml'), '--on', 'x', '--examples', '-'], /whole number/],
] as const)('%j ends with 64 and says why', async ([args, message]) => {
  expect(await tiercel(...args)).toMatchObject({ code: 64, stderr: expect.stringMatching(message) });
});
