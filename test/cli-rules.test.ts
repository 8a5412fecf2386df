import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { podCreated, privilegedPodRules } from '#rules/testing/rule-set-of.ts';
import { tiercel } from './run-command.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'tiercel-rules-'));
const file = (name: string) => path.join(folder, name);

beforeAll(() => {
  writeFileSync(file('good.yaml'), privilegedPodRules);
  writeFileSync(file('bad.yaml'), privilegedPodRules.replace('pods and', 'pods and and'));
  writeFileSync(file('audit.log'), `${JSON.stringify(podCreated())}\n\n{"kind":"Pod"}\n`);
});

afterAll(() => rmSync(folder, { recursive: true }));

it('says that rules are well, or where they are not', async () => {
  expect(await tiercel('rules', 'check', file('good.yaml'))).toMatchObject({
    code: 0,
    stdout: `${file('good.yaml')}: Ok\n`,
  });
  const bad = await tiercel('rules', 'check', file('bad.yaml'));
  expect(bad.code).toBe(1);
  expect(bad.stdout).toContain('LOAD_ERR_COMPILE_CONDITION');
  expect(bad.stdout).toContain('^');
});

it('has help of its own for each action', async () => {
  const [option, word] = [await tiercel('rules', 'check', '--help'), await tiercel('help', 'rules', 'check')];
  expect(option).toEqual(word);
  expect(option.stdout).toMatch(/^tiercel rules check: .*Usage:\n {2}tiercel rules check .*Examples:/s);
  expect((await tiercel('rules', '--help')).stdout).toMatch(/Actions:\n {2}check +tells what is wrong/);
});

it("says it in Falco's JSON", async () => {
  const { stdout } = await tiercel('rules', 'check', '--json', file('bad.yaml'));
  expect(JSON.parse(stdout)).toMatchObject({ falco_load_results: [{ successful: false, schema_valid: true }] });
});

it("says it in Falco's words", async () => {
  const { code, stdout } = await tiercel('rules', 'check', '--falco', file('bad.yaml'));
  expect(code).toBe(1);
  expect(stdout).toMatch(/bad\.yaml: Invalid\n1 Errors:\nIn rules content: /);
});

it('lists rules, and what they can ask', async () => {
  const list = await tiercel('rules', 'list', '--source', 'k8s_audit', file('good.yaml'));
  expect(list.stdout).toMatch(/Privileged pod +k8s_audit +Warning +enabled +k8s/);
  expect(list.stdout).not.toContain('Shell');
  expect((await tiercel('rules', 'fields', '--source', 'k8s_audit')).stdout).toMatch(/k8s_audit +ka\.verb +CHARBUF/);
});

it('runs rules over an audit log', async () => {
  const { code, stdout, stderr } = await tiercel('rules', 'run', '--rules', file('good.yaml'), file('audit.log'));
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ rule: 'Privileged pod', output_fields: { 'ka.user.name': 'mallory' } });
  expect(stderr).toMatch(/1 +Privileged pod\n1 events, 2 rules, and 1 over system calls/);
  expect(stderr).toContain('1 lines or items are no audit events');
});

it('shows rules, whole', async () => {
  const { stdout } = await tiercel('rules', 'show', '-r', file('good.yaml'), 'Privileged pod');
  expect(stdout).toContain(`Privileged pod\n  place     ${file('good.yaml')}:6\n  source    k8s_audit\n`);
  expect(stdout).toContain('in full   ((ka.target.resource = pods and ka.verb = create) and ');
  const json = await tiercel('rules', 'show', '--json', '-r', file('good.yaml'), 'Pod');
  expect(JSON.parse(json.stdout)).toMatchObject({ rules: [{ info: { name: 'Pod' } }] });
  expect((await tiercel('rules', 'show', '-r', file('good.yaml'))).stdout).toMatch(/^Pod$[^]*^Shell$/m);
  expect(await tiercel('rules', 'show', '-r', file('good.yaml'), 'Podd')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('There is no rule "Podd" in these files. Did you mean "Pod"?'),
  });
});

it('explains what rules make of an event', async () => {
  writeFileSync(file('pod.json'), JSON.stringify(podCreated({ verb: 'update' }), null, 2));
  const explain = ['rules', 'explain', '-r', file('good.yaml'), '-e', file('pod.json')];
  const one = await tiercel(...explain, 'Privileged pod');
  expect(one.stdout).toMatch(/^Privileged pod: no alert, since its condition is false/);
  expect(one.stdout).toContain('✗ ka.verb = create  ka.verb is "update"');
  expect(one.stdout).not.toContain('\u001b[');
  expect((await tiercel(...explain)).stdout).toMatch(/✗ +Pod +no alert, since its condition is false/);
  const json = await tiercel(...explain, '--json', 'Pod');
  expect(JSON.parse(json.stdout)).toMatchObject({ rule: 'Pod', outcome: 'condition', condition: { kind: 'macro' } });
});

it('takes one of several events', async () => {
  const lines = [podCreated(), podCreated({ verb: 'get' })].map((event) => JSON.stringify(event));
  writeFileSync(file('two.log'), `${lines.join('\n')}\n`);
  const explain = ['rules', 'explain', '-r', file('good.yaml'), '-e', file('two.log'), 'Pod'];
  expect(await tiercel(...explain)).toMatchObject({ code: 64, stderr: expect.stringContaining('There are 2 events') });
  expect((await tiercel(...explain, '--number', '1')).stdout).toContain('a rule before it has the event');
  expect((await tiercel(...explain, '--number', '1', '--all')).stdout).toContain('makes an alert');
  expect((await tiercel(...explain, '--number', '2')).stdout).toContain('ka.verb is "get"');
});

it.for([
  ['{"kind":"Pod"}', /is no audit event: data not recognized/],
  ['{', /is no audit event: /],
  ['', /is no audit event|There is no event/],
] as const)('says what is wrong with the event %j', async ([text, message]) => {
  writeFileSync(file('bad.json'), text);
  const { code, stderr } = await tiercel('rules', 'explain', '-r', file('good.yaml'), '-e', file('bad.json'));
  expect(code).toBe(1);
  expect(stderr).toMatch(message);
});

describe('tests beside rules', () => {
  const at = (name: string) => path.join(folder, 'tested', name);

  beforeAll(() => {
    mkdirSync(at('.git'), { recursive: true });
    writeFileSync(at('good.yaml'), privilegedPodRules);
    writeFileSync(at('pod.json'), JSON.stringify(podCreated()));
    writeFileSync(at('good.test.yaml'), 'tests: [{ name: a pod, file: pod.json, expect: Privileged pod }]');
    writeFileSync(at('.git/hidden.test.yaml'), 'tests: 5');
  });

  it('pass', async () => {
    const { code, stdout } = await tiercel('rules', 'test', '--verbose', path.join(folder, 'tested'));
    expect(code).toBe(0);
    expect(stdout).toBe(`${at('good.test.yaml')}: 1 passed, 0 failed\n  ✓ a pod\n  No test expects: Pod\n`);
  });

  it('fail, with the reason and a report', async () => {
    writeFileSync(at('fails.test.yaml'), 'rules: good.yaml\ntests: [{ name: a pod, file: pod.json, expect: Pod }]');
    const { code, stdout } = await tiercel('rules', 'test', '--junit', at('r.xml'), at('fails.test.yaml'));
    expect(code).toBe(1);
    expect(stdout).toContain(
      `  ✗ a pod  (${at('fails.test.yaml')}:2)\n    "Pod" was expected, but "Privileged pod" fired.`,
    );
    expect(stdout).toContain('a rule before it has the event: "Privileged pod"');
    expect(readFileSync(at('r.xml'), 'utf8')).toContain('<testsuites name="tiercel rules test" tests="1" failures="1"');
  });

  it('cannot be made, which is something else', async () => {
    writeFileSync(at('lost.test.yaml'), 'tests: [{ name: a, event: {}, expect: none }]');
    writeFileSync(at('broken.test.yaml'), 'rules: ../bad.yaml\ntests: [{ name: a, event: {}, expect: none }]');
    writeFileSync(at('wrong.test.yaml'), 'tests: [{ nam: a }]');
    const files = ['lost', 'broken', 'wrong', 'good'].map((name) => at(`${name}.test.yaml`));
    const { code, stdout } = await tiercel('rules', 'test', ...files);
    expect(code).toBe(65);
    expect(stdout).toContain('Name them by "rules: [FILE]"');
    expect(stdout).toContain('LOAD_ERR_COMPILE_CONDITION');
    expect(stdout).toContain('Unknown name "nam". Did you mean "name"?');
    expect(stdout).toContain('All: 1 passed, 0 failed, 3 could not be made');
  });

  it('test rules for other sources', async () => {
    const rule =
      'desc: d\n  condition: ct.name = ConsoleLogin\n  output: by %ct.user\n  priority: INFO\n  source: aws_cloudtrail';
    writeFileSync(at('cloud.yaml'), `- rule: Login\n  ${rule}\n`);
    const event =
      '{ eventName: ConsoleLogin, eventTime: "2026-11-24T10:00:00Z", userIdentity: { type: IAMUser, userName: eve } }';
    const expected = '{ rule: Login, fields: { ct.user: eve } }';
    writeFileSync(
      at('cloud.test.yaml'),
      `source: aws_cloudtrail\ntests:\n  - { name: a, event: ${event}, expect: ${expected} }\n  - { name: b, event: { a: 1 }, expect: none }\n`,
    );
    const { code, stdout } = await tiercel('rules', 'test', at('cloud.test.yaml'));
    expect(stdout).toContain('1 passed, 0 failed, 1 could not be made');
    expect(stdout).toContain('What is in the test is no event of aws_cloudtrail: the record has no time at /eventTime');
    expect(code).toBe(65);
    writeFileSync(at('login.json'), '{"eventName":"ConsoleLogin","eventTime":"2026-11-24T10:00:00Z"}');
    const explain = ['rules', 'explain', '-r', at('cloud.yaml'), '-e', at('login.json'), '--source', 'aws_cloudtrail'];
    expect((await tiercel(...explain, 'Login')).stdout).toContain('makes an alert of the event');
  });

  it('test other rules instead', async () => {
    writeFileSync(at('other.yaml'), privilegedPodRules.replace('rule: Privileged pod', 'rule: Other'));
    const { code, stdout } = await tiercel('rules', 'test', '-r', at('other.yaml'), at('good.test.yaml'));
    expect(code).toBe(65);
    expect(stdout).toContain('There is no rule "Privileged pod" among those that are tested');
  });
});

it.for([
  [['rules', 'test', '/nowhere'], /There is no file or folder/],
  [['rules', 'explain', '-e', 'x'], /Which rules\?/],
  [['rules', 'explain', '-r', 'x'], /Which event\?/],
  [['rules', 'show'], /Which rules\?/],
  [['rules'], /There is no action ""/],
  [['rules', 'chekc'], /There is no action "chekc": use .*Did you mean "check"\?/],
  [['rules', 'check'], /Which rules files/],
  [['rules', 'run', 'x.log'], /Which rules\?/],
  [['rules', 'fields', '--source', 'x'], /There is no source "x"/],
  [['kube-audit'], /The action is "config"/],
  [['kube-audit', 'config', '--cert', 'x'], /go together/],
] as const)('%j ends with 64 and says why', async ([args, message]) => {
  expect(await tiercel(...args)).toMatchObject({ code: 64, stderr: expect.stringMatching(message) });
});

it('prints what the API server needs', async () => {
  const { code, stdout } = await tiercel('kube-audit', 'config', '--url', 'https://t.example:2801/k8s-audit');
  const [webhook, policy] = parseAllDocuments(stdout).map((document) => document.toJS());
  expect(code).toBe(0);
  expect(webhook).toMatchObject({
    kind: 'Config',
    clusters: [{ cluster: { server: 'https://t.example:2801/k8s-audit' } }],
  });
  expect(policy).toMatchObject({ apiVersion: 'audit.k8s.io/v1', kind: 'Policy' });
  expect(stdout).toContain('--audit-webhook-config-file');
});

it('writes what the API server needs into a folder, over nothing that is there', async () => {
  const folder = file('audit');
  expect(await tiercel('kube-audit', 'config', '--folder', folder)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining(`--audit-policy-file=${folder}/policy.yaml\n`),
  });
  const policy = readFileSync(path.join(folder, 'policy.yaml'), 'utf8');
  expect(policy).toContain('kind: Policy');
  expect(readFileSync(path.join(folder, 'webhook.yaml'), 'utf8')).toContain('http://127.0.0.1:2801/k8s-audit');
  rmSync(path.join(folder, 'webhook.yaml'));
  expect(await tiercel('kube-audit', 'config', '--folder', folder)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('policy.yaml exists already'),
  });
  expect(existsSync(path.join(folder, 'webhook.yaml'))).toBe(false);
  expect(await tiercel('kube-audit', 'config', '--folder', path.join(folder, 'policy.yaml'))).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('cannot be written'),
  });
});
