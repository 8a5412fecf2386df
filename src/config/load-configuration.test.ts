import { describe, expect, it } from 'vitest';
import { describeConfiguration } from './describe-configuration.ts';
import { loadConfiguration } from './load-configuration.ts';
import { load, problemsOf } from './testing/load.ts';

const slack = 'slack:\n  webhookurl: https://hooks.example.com/T0\n';
const outputsOf = async (...request: Parameters<typeof load>) => (await load(...request)).configuration.outputs;
const effectiveOf = async (...request: Parameters<typeof load>) =>
  (await load(...request)).configuration.effective.outputs;

describe('which outputs are on', () => {
  it.for([
    ['a section with all it needs', slack, {}, ['slack']],
    ['its variables', '', { SLACK_WEBHOOKURL: 'https://a.example' }, ['slack']],
    [
      'variables of a section that is empty in the file',
      'slack:\n',
      { SLACK_WEBHOOKURL: 'https://a.example' },
      ['slack'],
    ],
    ['an empty value', 'slack:\n  webhookurl: ""\n', {}, ['stdout']],
    ['an empty variable', '', { SLACK_WEBHOOKURL: '' }, ['stdout']],
    ['enabled: false', `${slack}  enabled: false\n`, {}, ['stdout']],
    ['enabled by nothing but itself', 'stdout: { enabled: true }', {}, ['stdout']],
    ['nothing at all, with stdout off', 'stdout: { enabled: false }', {}, []],
    ['a nested section', 'aws: { sqs: { url: "https://sqs.example" } }', {}, ['aws.sqs']],
    ['the variable of a nested section', '', { AWS_SQS_URL: 'https://sqs.example' }, ['aws.sqs']],
    ['a list with one item', 'alertmanager: { hostport: ["http://a"] }', {}, ['alertmanager']],
    [
      'a list with two items',
      '',
      { ALERTMANAGER_HOSTPORT: 'http://a, http://user:pw@b:9093/' },
      ['alertmanager-a', 'alertmanager-b-9093'],
    ],
    ['a name of its own', `${slack}  name: team\n`, {}, ['team']],
    ['names in any case', 'SLACK:\n  WebhookURL: https://a.example\n', {}, ['slack']],
    [
      'the list of outputs beside a section',
      `${slack}outputs:\n- {type: slack, name: b, webhookurl: "https://a"}\n- {type: stdout, enabled: false}\n`,
      {},
      ['slack', 'b'],
    ],
  ] as const)('%s', async ([, yaml, environment, names]) => {
    expect((await outputsOf(yaml, environment)).map(({ name }) => name)).toEqual(names);
  });

  it('says what is missing in a section that is half set', async () => {
    const { notes } = await load('telegram:\n  token: abcdefgh\n');
    expect(notes).toContainEqual({
      where: 'tiercel.yaml:2',
      path: 'telegram',
      message: 'The output is off: "telegram.chatid" is missing.',
    });
  });

  it('needs no file', async () => {
    const { configuration } = await loadConfiguration({ environment: { LISTENPORT: '2900' }, outputs: [] });
    expect(configuration).toMatchObject({ file: undefined, listener: { address: '', port: 2900, tls: undefined } });
  });
});

describe('precedence and types', () => {
  it('is environment over file over default', async () => {
    const yaml = 'redis:\n  address: a:1\n  username: file\n  database: 3\n';
    expect(await effectiveOf(yaml, { REDIS_USERNAME: 'variable' })).toMatchObject([
      { username: 'variable', database: 3, tls: false, batching: { enabled: true } },
    ]);
  });

  it.for([
    ['tls', 'T', true],
    ['tls', 'TRUE', true],
    ['tls', '0', false],
    ['database', '0x10', 16],
    ['database', ' 7 ', 7],
    ['username', '007', '007'],
    ['username', 'true', 'true'],
  ] as const)('takes %s from the text %j', async ([option, text, value]) => {
    const environment = { REDIS_ADDRESS: 'a:1', [`REDIS_${option.toUpperCase()}`]: text };
    expect(await effectiveOf('', environment)).toMatchObject([{ [option]: value }]);
    expect(await effectiveOf(`redis: { address: a, ${option}: "${text}" }`)).toMatchObject([{ [option]: value }]);
  });

  it('keeps the digits of a number that is meant as text', async () => {
    const yaml = 'telegram:\n  token: abcdefgh\n  chatid: -1001234567890123456789\n';
    expect(await effectiveOf(yaml)).toMatchObject([{ chatid: '-1001234567890123456789' }]);
  });

  it('takes choices in any case', async () => {
    expect(await effectiveOf(`${slack}  outputformat: TEXT\n`)).toMatchObject([{ outputformat: 'text' }]);
  });

  it('reaches nested options by their variables', async () => {
    const environment = { REDIS_ADDRESS: 'a:1', REDIS_BATCHING_SIZE: '20' };
    expect(await effectiveOf('', environment)).toMatchObject([{ batching: { enabled: true, size: 20 } }]);
  });

  it('reads JSON, several documents, anchors and merge keys', async () => {
    expect(await outputsOf('{"slack": {"webhookurl": "https://a.example"}}')).toHaveLength(1);
    expect(await outputsOf(`---\nlistenport: 1\n---\n${slack}`)).toHaveLength(1);
    const merged = 'outputs:\n- &a {type: slack, name: a, webhookurl: "https://a", channel: x}\n- {<<: *a, name: b}\n';
    expect(await effectiveOf(merged)).toMatchObject([
      { name: 'a', channel: 'x' },
      { name: 'b', channel: 'x' },
    ]);
  });
});

describe('maps', () => {
  const labels = async (yaml: string, environment = {}) => {
    const [first] = await effectiveOf(`alertmanager:\n  hostport: [http://a]\n${yaml}`, environment);
    return first?.['extralabels'];
  };

  it('keep the case and the dots of their names', async () => {
    expect(await labels('  extralabels: { My.Label: a, 4: b, empty: "" }')).toEqual({
      'My.Label': 'a',
      4: 'b',
      empty: '',
    });
  });

  it.for([
    ['a:b,c:d', { a: 'b', c: 'd' }],
    [' a : http://x:1 , c:', { a: 'http://x:1', c: '' }],
    ['{"a": "b,c", "d": 1}', { a: 'b,c', d: '1' }],
    ['a:{{ or (index . "x") "b,c" }},d:e', { a: '{{ or (index . "x") "b,c" }}', d: 'e' }],
  ] as const)('are read from the text %s', async ([text, expected]) => {
    expect(await labels('', { ALERTMANAGER_EXTRALABELS: text })).toEqual(expected);
    expect(await labels('  extralabels: { z: file }', { ALERTMANAGER_EXTRALABELS: text })).toEqual(expected);
  });

  it('leave out what is no pair, with a note', async () => {
    const environment = { CUSTOMFIELDS: 'a:b,broken' };
    const { configuration, notes } = await load('', environment);
    expect(configuration.enrichment.customfields).toEqual({ a: 'b' });
    expect(notes).toContainEqual(
      expect.objectContaining({ path: 'customfields', message: expect.stringContaining('Item 2') }),
    );
  });

  it('may hold names that look like a reference', async () => {
    expect((await load('customfields: { env: prod }')).configuration.enrichment.customfields).toEqual({ env: 'prod' });
  });
});

describe('enrichment', () => {
  it('expands %NAME in the file and in variables, and leaves out what is not set', async () => {
    const environment = { CLUSTER: 'c1', CUSTOMTAGS: '%CLUSTER,b' };
    const { configuration, notes } = await load('customfields: { a: "%CLUSTER", b: "%NONE", c: "50%" }', environment);
    expect(configuration.enrichment.customfields).toEqual({ a: 'c1', c: '50%' });
    expect(configuration.enrichment.customtags).toEqual(['c1', 'b']);
    expect(notes).toContainEqual(expect.objectContaining({ path: 'customfields.b', where: 'tiercel.yaml:1' }));
  });

  it('renders templates, and what it can of those that fail', async () => {
    const yaml = `templatedfields: { a: '{{ index . "x" }}!', b: 'before {{ index "x" "y" }} after' }`;
    const { templatedfields } = (await load(yaml)).configuration.enrichment;
    expect(templatedfields['a']?.({ x: 'y' })).toBe('y!');
    expect(templatedfields['b']?.({})).toBe('before ');
  });
});

describe('the result', () => {
  it('is frozen', async () => {
    const { configuration } = await load(slack);
    expect(() => Object.assign(configuration.listener, { port: 1 })).toThrow(TypeError);
    expect(() => Object.assign(configuration.outputs[0] ?? {}, { name: 'x' })).toThrow(TypeError);
  });

  it('has another fingerprint when anything about an output is another, and only then', async () => {
    const fingerprint = async (...request: Parameters<typeof load>) => (await outputsOf(...request))[0]?.fingerprint;
    const first = await fingerprint(slack);
    expect(await fingerprint('', { SLACK_WEBHOOKURL: 'https://hooks.example.com/T0' })).toBe(first);
    expect(await fingerprint(`${slack}listenport: 1\n`)).toBe(first);
    expect(await fingerprint(`${slack}telegram: { token: x, chatid: "1" }\n`)).toBe(first);
    const others = [
      await fingerprint(slack.replace('T0', 'T1')),
      await fingerprint(`${slack}  minimumpriority: error\n`),
      await fingerprint(`${slack}tlsclient: { cacertfile: /x }\n`),
      await fingerprint(`${slack}customfields: { a: b }\n`),
      await fingerprint(`${slack}console: { url: https://tiercel.example.com }\n`),
    ];
    expect(new Set([first, ...others]).size).toBe(6);
  });

  it('describes itself as a configuration that loads', async () => {
    const yaml = `${slack}listenaddress: "[::1]"\nredis: { address: "a:1" }\nshutdowntimeout: 5s\n`;
    const { configuration } = await load(yaml);
    const text = describeConfiguration(configuration);
    const again = await load(text.replaceAll("'[secret]'", 'https://other').replaceAll('"[secret]"', 'https://other'));
    expect(describeConfiguration(again.configuration)).toBe(text);
    expect(configuration).toMatchObject({ listener: { address: '::1' }, shutdownTimeoutMs: 5000 });
  });
});

it('takes what Kubernetes says of a Service for what it is', async () => {
  const { notes } = await load('', { REDIS: 'x', REDIS_PORT: 'tcp://10.0.0.1:6379', REDIS_SERVICE_HOST: '10.0.0.1' });
  expect(notes.map(({ where }) => where)).toContain('environment variable REDIS');
  expect(await problemsOf('', { TLSSERVER_NOTLSPORT: '1' })).toEqual([]);
});

it('notes a variable that looks misspelt', async () => {
  const { notes } = await load('', { SLACK_WEBHOKURL: 'https://a.example' });
  expect(notes[0]?.message).toBe('No option has the variable SLACK_WEBHOKURL. Did you mean SLACK_WEBHOOKURL?');
});

it.for([
  ['tlsserver: { mutualtls: true }', 'tlsserver.mutualtls', /Without effect/],
  ['tlsserver: { deploy: true, notlspaths: [/metrics, /other] }', 'tlsserver.notlspaths', /"\/other" is none/],
  ['journal: { durability: memory }', 'journal.durability', /memory only/],
  ['redis: { version: 7 }', 'redis.version', /no effect/],
] as const)('notes what does not do what it seems to: %s', async ([yaml, path, message]) => {
  const { notes } = await load(yaml);
  expect(notes).toContainEqual({ where: 'tiercel.yaml:1', path, message: expect.stringMatching(message) });
});
