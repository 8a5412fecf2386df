import { expect, it } from 'vitest';
import { load } from './testing/load.ts';

const slack = 'slack:\n  webhookurl: https://a.example\n';

it.for([
  [
    'a priority it does not know',
    `${slack}  minimumpriority: info\n`,
    {},
    'slack.minimumpriority',
    /lets every alert through/,
  ],
  [
    'a variable it does not read',
    '',
    { REDIS_ADDRESS: 'a', REDIS_TLS: 'true' },
    'redis.tls',
    /ignores the variable REDIS_TLS/,
  ],
  ['an empty section', 'slack:\n', { SLACK_WEBHOOKURL: 'https://a' }, 'slack', /ignores SLACK_WEBHOOKURL/],
  ['a variable named as a section', slack, { SLACK: 'x' }, 'slack', /hide the whole section/],
  ['blanks in a list', '', { CUSTOMTAGS: 'a, b' }, 'customtags', /keeps the blanks/],
  ['capitals in the names of a map', 'customfields: { Ab: c }', {}, 'customfields', /lower case/],
  ['dots in the names of a map', 'customfields: { a.b: c }', {}, 'customfields', /loses the names with dots/],
  ['colons in a variable', '', { CUSTOMFIELDS: 'a:http://b' }, 'customfields', /with a colon/],
  ['%NAME in the file', 'customfields: { a: "%B" }', { B: 'b' }, 'customfields', /"%NAME" in the file as text/],
  ['a reference', 'bracketreplacer: { env: B }', { B: 'b' }, 'bracketreplacer', /does not follow references/],
  ['an emptied default', `${slack}  footer: ""\n`, {}, 'slack.footer', /takes the empty text/],
  ['IPv6', 'listenaddress: "::1"', {}, 'listenaddress', /IPv6/],
  ['a list of outputs', 'outputs: [{ type: stdout }]', {}, 'outputs', /no list of outputs/],
] as const)('knows what Falcosidekick makes of %s', async ([, yaml, environment, path, message]) => {
  const { differences } = await load(yaml, environment);
  expect(differences).toContainEqual(expect.objectContaining({ path, message: expect.stringMatching(message) }));
});

it('has nothing to say of what is the same', async () => {
  const yaml = `${slack}  minimumpriority: warning\ncustomfields: { a: b }\ncustomtags: [a, b]\n`;
  expect((await load(yaml, { SLACK_CHANNEL: 'x' })).differences).toEqual([]);
});
