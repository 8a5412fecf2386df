import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import {
  bucketOpened,
  cloudRules,
  doorOpened,
  largeDownload,
  pushDenied,
  repositoryPublicized,
  rootLogin,
} from '#rules/testing/cloud-rules.ts';
import { tiercel } from './run-command.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'tiercel-rules-run-'));
const file = (name: string) => path.join(folder, name);
const lines = (...values: readonly unknown[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('');

beforeAll(() => {
  writeFileSync(file('rules.yaml'), cloudRules);
  mkdirSync(file('AWSLogs/eu-central-1'), { recursive: true });
  writeFileSync(file('AWSLogs/eu-central-1/a.json.gz'), gzipSync(JSON.stringify({ Records: [rootLogin, rootLogin] })));
  writeFileSync(file('AWSLogs/b.json'), JSON.stringify({ Records: [largeDownload] }, undefined, 2));
  writeFileSync(file('AWSLogs/notes.txt'), 'not a log');
  mkdirSync(file('empty'));
  writeFileSync(file('gcp.json'), JSON.stringify([bucketOpened], undefined, 2));
  writeFileSync(file('okta.log'), lines(pushDenied(1), pushDenied(2), pushDenied(3)));
  writeFileSync(file('github.log'), lines({ webhook_type: 'repository', ...repositoryPublicized }));
  utimesSync(file('github.log'), 0, 86_400);
  writeFileSync(file('cut.log'), `{"door":{"name":"Cu\n\n${lines(doorOpened)}{"door":\n${lines(doorOpened)}`);
  writeFileSync(file('broken.log.gz'), gzipSync(lines(doorOpened)).subarray(0, 40));
});

afterAll(() => rmSync(folder, { recursive: true }));

async function runRules(source: string, log: string) {
  const args = ['rules', 'run', '--source', source, '--rules', file('rules.yaml'), file(log)];
  const { code, stdout, stderr } = await tiercel(...args);
  const alerts = stdout.split('\n').filter((line) => line !== '');
  return { code, alerts: alerts.map((line): unknown => JSON.parse(line)), stderr };
}

it('goes through a copy of the bucket of CloudTrail', async () => {
  const { code, alerts, stderr } = await runRules('aws_cloudtrail', 'AWSLogs');
  expect(code).toBe(0);
  expect(alerts).toMatchObject([
    { rule: 'Large download', source: 'aws_cloudtrail' },
    { rule: 'Root in the console' },
    { rule: 'Root in the console' },
  ]);
  expect(stderr).toMatch(/2 +Root in the console\n1 +Large download\n3 events, 2 rules\.\n/);
});

it.for<[source: string, log: string, rule: string, time: string]>([
  ['gcpaudit', 'gcp.json', 'Bucket open to all', '2026-11-24T10:00:00.5Z'],
  ['okta', 'okta.log', 'Push notices denied', '2026-11-24T10:00:03Z'],
  ['github', 'github.log', 'Repository made public', '1970-01-02T00:00:00Z'],
])('takes the logs of %s', async ([source, log, rule, time]) => {
  const { alerts } = await runRules(source, log);
  expect(alerts).toMatchObject([{ rule, time: expect.any(String) }]);
  const [alert] = alerts;
  expect(Date.parse(String(Object(alert)['time']))).toBe(Date.parse(time));
});

it('is hurt by no line that is cut off', async () => {
  const { alerts, stderr } = await runRules('json', 'cut.log');
  expect(alerts).toHaveLength(2);
  expect(stderr).toContain('2 lines or items are no events of json.');
});

it.for([
  ['syscall', 'okta.log', 64, /There are no logs of a source "syscall": use one of k8s_audit, aws_cloudtrail/],
  ['okta', 'missing.log', 1, /The log ".*missing.log" cannot be read: ENOENT/],
  ['okta', 'empty', 1, /The folder ".*empty" has no logs: their names end with .json/],
  ['json', 'broken.log.gz', 1, /The log ".*broken.log.gz" cannot be read: unexpected end of file/],
] as const)('says what is wrong with %s from %s', async ([source, log, code, message]) => {
  expect(await runRules(source, log)).toMatchObject({ code, stderr: expect.stringMatching(message) });
});

/** Settings that change what rules say: append_output, selection, quirks, where events are in a body. */
it('evaluates as the configuration says that is named', async () => {
  writeFileSync(file('wrapped.json'), JSON.stringify({ data: { list: [doorOpened, doorOpened] } }));
  const configuration = `
rules:
  files: [${file('rules.yaml')}]
  append_output: [{ match: { source: json }, extra_output: "(door=%json.value[/door/name])" }]
events: { json: { records: /data/list } }
`;
  writeFileSync(file('tiercel.yaml'), configuration);
  const run = ['rules', 'run', '--source', 'json', '-c', file('tiercel.yaml'), file('wrapped.json')];
  const { stdout, ...ended } = await tiercel(...run);
  expect(ended).toMatchObject({ code: 0, stderr: expect.stringContaining('2 events, 1 rules.') });
  const outputs = stdout
    .trim()
    .split('\n')
    .map((line) => z.object({ output: z.string() }).parse(JSON.parse(line)).output);
  expect(outputs).toEqual([expect.stringMatching(/\(door=.+\)$/), expect.stringMatching(/\(door=.+\)$/)]);

  writeFileSync(
    file('tiercel.yaml'),
    configuration.replace('rules:', 'rules:\n  selection: [{ disable: { rule: "*" } }]'),
  );
  expect(await tiercel(...run)).toMatchObject({ code: 0, stdout: '' });
  const listed = await tiercel('rules', 'list', '-c', file('tiercel.yaml'));
  expect(listed.stdout).toMatch(/disabled/);
  expect(listed.stdout).not.toMatch(/ enabled/);

  writeFileSync(file('bare.yaml'), 'debug: true\n');
  const bare = await tiercel('rules', 'show', '-c', file('bare.yaml'));
  expect(bare).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('bare.yaml" has no rules: name their files in'),
  });
});
