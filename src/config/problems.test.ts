import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigurationError } from './configuration-error.ts';
import { load, problemsOf } from './testing/load.ts';

describe('a problem says where it is, what it is and what to do', () => {
  it.for([
    [
      'slack:\n  webhokurl: x',
      'tiercel.yaml:2',
      'slack.webhokurl',
      /Unknown option "webhokurl" in "slack"\. Did you mean "webhookurl"/,
    ],
    ['\nnonsense: 1', 'tiercel.yaml:2', 'nonsense', /Unknown option "nonsense"\.$/],
    ['slack.channel: x', 'tiercel.yaml:1', 'slack.channel', /Unknown option/],
    [
      'listenport: 1\nListenPort: 2',
      'tiercel.yaml:2',
      '',
      /"ListenPort" stands here a second time; the first is tiercel\.yaml:1/,
    ],
    ['slack: x', 'tiercel.yaml:1', 'slack', /must be a section/],
    ['slack:\n  channel: "x', 'tiercel.yaml:2', '', /quote, a bracket/],
    ['slack:\n\tchannel: x', 'tiercel.yaml:2', '', /tab/],
    ['slack:\n  channel:x\n  footer: y', 'tiercel.yaml:2', '', /colon is missing/],
    ['a: *b', 'tiercel.yaml:1', '', /anchor/],
    ['- a', 'tiercel.yaml:1', '', /must be a map/],
    ['listenaddress: example.com', 'tiercel.yaml:1', 'listenaddress', /must be an IP address/],
    ['listenport: 65536', 'tiercel.yaml:1', 'listenport', /at most 65535/],
    ['listenport: abc', 'tiercel.yaml:1', 'listenport', /must be a number/],
    ['listenport: 1.5', 'tiercel.yaml:1', 'listenport', /whole number/],
    ['debug: maybe', 'tiercel.yaml:1', 'debug', /must be true or false/],
    ['log: { level: loud }', 'tiercel.yaml:1', 'log.level', /one of "fatal", "error"/],
    ['source: { maxwait: soon }', 'tiercel.yaml:1', 'source.maxwait', /time with its unit/],
    ['source: { maxbody: big }', 'tiercel.yaml:1', 'source.maxbody', /must be a size/],
    ['templatedfields:\n  a: "{{ if }}"', 'tiercel.yaml:2', 'templatedfields.a', /line 1, column \d+/],
    [
      'alertmanager:\n  hostport:\n  - http://a\n  - a',
      'tiercel.yaml:4',
      'alertmanager.hostport[1]',
      /URL that begins/,
    ],
    ['slack: { enabled: true }', 'tiercel.yaml:1', 'slack.webhookurl', /It is missing/],
    ['slack: { webhookurl: [a, b] }', 'tiercel.yaml:1', 'slack.webhookurl', /must be one text/],
    ['redis: { address: a, minimumpriority: warn }', 'tiercel.yaml:1', 'redis.minimumpriority', /Emergency.*Debug/],
    ['slack: { minimumpriority: warn }', 'tiercel.yaml:1', 'slack.minimumpriority', /Emergency.*Debug/],
    ['outputs: []\noutputs: []', 'tiercel.yaml:2', '', /a second time/],
    ['console: { listenport: 2801 }', 'tiercel.yaml:1', 'console.listenport', /that of "listenport"/],
    ['outputs: x', 'tiercel.yaml:1', 'outputs', /must be a list/],
    ['outputs:\n- name: a', 'tiercel.yaml:2', 'outputs[0]', /type of the output is missing/],
    ['outputs:\n- type: slak', 'tiercel.yaml:2', 'outputs[0]', /no output type "slak"\. Did you mean "slack"/],
    ['outputs:\n- type: slack', 'tiercel.yaml:2', 'outputs[0].webhookurl', /It is missing/],
    ['outputs:\n- {type: stdout, name: "a/b"}', 'tiercel.yaml:2', 'outputs[0].name', /letters, digits/],
    [
      'outputs:\n- type: stdout\n- type: stdout',
      'tiercel.yaml:3',
      'outputs[1].name',
      /Two outputs are named "stdout".*tiercel\.yaml:2/,
    ],
    ['kafka:\n  hostport: a\n  topic: b', 'tiercel.yaml:2', 'kafka', /"kafka" is not supported by this version/],
  ] as const)('%j', async ([yaml, where, path, message]) => {
    const problems = await problemsOf(yaml);
    expect(problems).toContainEqual({
      where,
      path,
      message: expect.stringMatching(message),
      remedy: expect.stringMatching(/\w+/),
    });
  });

  it('and all of them come at once, in the order of the lines', async () => {
    const yaml = 'listenport: x\nslack: { webhookurl: "" , foo: 1 }\ndebug: 2\noutputs:\n- type: what\n';
    const problems = await problemsOf(yaml, { SHUTDOWNTIMEOUT: 'x' });
    expect(problems.map(({ path }) => path)).toEqual([
      'listenport',
      'slack.foo',
      'debug',
      'outputs[0]',
      'shutdowntimeout',
    ]);
    await expect(load(yaml)).rejects.toThrow(
      /^The configuration has 4 problems\.\n\ntiercel\.yaml:1: listenport\n {2}It must/,
    );
  });

  it('names the variable that is wrong', async () => {
    expect(await problemsOf('', { LISTENPORT: 'tcp' })).toMatchObject([{ where: 'environment variable LISTENPORT' }]);
  });
});

describe('outputs of Falcosidekick that are not here yet', () => {
  it.for([
    ['half configured', 'kafka: { hostport: a, topic: "" }', {}],
    ['switched off', 'kafka: { hostport: a, topic: b, enabled: false }', {}],
    ['disabled by its own option', 'policyreport: { enabled: false }', { POLICYREPORT_ENABLED: 'false' }],
    ['with options that nobody checks', 'kafka: { whatever: [1] }\naws: { lambda: { x: 1 }, region: eu }', {}],
  ] as const)('are no problem when %s', async ([, yaml, environment]) => {
    expect(await problemsOf(yaml, environment)).toEqual([]);
  });

  it.for([
    [{ KAFKA_HOSTPORT: 'a', KAFKA_TOPIC: 'b' }, 'kafka'],
    [{ AWS_LAMBDA_FUNCTIONNAME: 'f' }, 'aws.lambda'],
  ] as const)('are one when variables turn them on: %j', async ([environment, path]) => {
    expect(await problemsOf('', environment)).toMatchObject([
      { path, message: expect.stringContaining('not supported') },
    ]);
  });
});

describe('secrets', () => {
  const secret = 'S3cr3tValue';

  it.for([
    `slack: { webhookurl: ${secret} }`,
    `slack: { webhookurl: [${secret}] }`,
    `slack: { webhookurl: *${secret} }`,
    `slack: { webhookurl: "\\q${secret}" }`,
    `slack:\n  webhookurl:https://${secret}\n  a: b`,
    `slack:\n  https://hooks/${secret}: b`,
    `slack: https://hooks/${secret}`,
    `telegram: { token: ${secret}, chatid: 1, nonsense: 1 }`,
    `webhookurl ${secret}`,
    `kafka: { hostport: ${secret}, topic: a }`,
    `outputs: [{ type: "https://${secret}" }]`,
    `redis: { address: "u:${secret}@h", password: ${secret}, database: ${secret} }`,
  ])('stay out of every message: %s', async (yaml) => {
    const problems = await problemsOf(yaml, { CONSOLE_TOKEN: secret, REDIS_PASSWORD: secret });
    expect(problems.length).toBeGreaterThan(0);
    expect(JSON.stringify(problems)).not.toContain(secret);
  });

  it('stay out of what is effective, of notes and of differences', async () => {
    const yaml = `
slack: { webhookurl: "https://hooks/${secret}", customheaders: { X: ${secret} } }
telegram: { token: ${secret} }
redis: { address: "redis://u:${secret}@h", password: { env: P } }
console: { token: ${secret} }`;
    const { configuration, ...rest } = await load(yaml, { P: secret, SLACK_CUSTOMHEADERS: `A:${secret},${secret}` });
    const { outputs, ...others } = configuration;
    expect(JSON.stringify([rest, others, outputs])).not.toContain(secret);
    expect(configuration.effective.outputs[0]).toMatchObject({ customheaders: { A: '[secret]' } });
  });
});

it('throws nothing but a ConfigurationError, whatever the file holds', async () => {
  const word = fc.constantFrom(
    'slack',
    'outputs',
    'listenport',
    'customfields',
    'file',
    'env',
    '<<',
    '__proto__',
    '${X',
    '*a',
    '&a',
  );
  const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      word,
      fc.jsonValue(),
      fc.array(tie('value')),
      fc.dictionary(word, tie('value')),
    ),
  })).value;
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .array(fc.oneof(word, fc.constantFrom(':', ' ', '\n', '- ', '{', '}', '[', ']', '"', '|', '>', '?', '\t', '---')))
      .map((parts) => parts.join('')),
    value.map((tree) => JSON.stringify(tree)),
  );
  await fc.assert(
    fc.asyncProperty(text, async (yaml) => {
      try {
        await load(yaml);
      } catch (error) {
        expect(error).toBeInstanceOf(ConfigurationError);
      }
    }),
    { numRuns: 200 },
  );
}, 120_000);

it('is not led astray by a text that expands without end', async () => {
  const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghi'.replace(/./g, (name, at: number) => `${name}: &${name} [${Array.from({ length: 9 }, () => `*${'abcdefgh'[at]}`).join()}]\n`)}`;
  expect(await problemsOf(bomb)).toContainEqual(
    expect.objectContaining({
      message: expect.stringContaining('more than 100000 values'),
    }),
  );
  expect(await problemsOf('a: &a [*a]')).toContainEqual(
    expect.objectContaining({ message: expect.stringContaining('nests deeper') }),
  );
});
