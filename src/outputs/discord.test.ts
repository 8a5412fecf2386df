import { describe, expect, it } from 'vitest';
import type { Alert } from '#alert/alert.ts';
import { discord } from './discord.ts';
import { DeliveryError, MisconfiguredError, RejectedError, ThrottledError } from './errors.ts';
import type { Installation } from './output.ts';
import { alertFrom, installation, testAlert } from './testing/alerts.ts';
import { failureOf } from './testing/connect.ts';
import { hostileAlerts } from './testing/hostile-alerts.ts';
import { answered, bodyOf } from './testing/requests.ts';

const webhookurl = 'https://discord.com/api/webhooks/1/swordfish';
const body = (settings: object = {}, alert?: Alert, where?: Installation) =>
  bodyOf(discord, { webhookurl, ...settings }, alert, where);
const embed = (alert?: Alert, where?: Installation) => JSON.parse(body({}, alert, where)).embeds[0];

it('gets what Falcosidekick posts, and that nobody is mentioned', () => {
  const field = (name: string, value: string) => `{"name":"${name}","value":"${value}","inline":true}`;
  expect(body({ icon: '' })).toBe(
    '{"content":"","avatar_url":"https://raw.githubusercontent.com/falcosecurity/falcosidekick/master/imgs/falcosidekick.png",' +
      '"embeds":[{"title":"","url":"","description":"This is a test from falcosidekick","color":"12370112","fields":[' +
      `${field('rule', 'Test rule')},${field('priority', 'Debug')},${field('source', 'syscalls')},` +
      `${field('hostname', 'test-host')},${field('proc.name', '```falcosidekick```')},${field('tags', 'example, test')},` +
      `${field('time', '2001-01-01 01:10:00 +0000 UTC')}]}],"allowed_mentions":{"parse":[]}}\n`,
  );
});

function withField(value: string): Alert {
  const known = { output: 'text', rule: 'rule', priority: 'Alert', time: '2026-11-24T16:31:56Z' };
  return alertFrom(JSON.stringify({ ...known, output_fields: { 'proc.cmdline': value } }));
}

describe('a message', () => {
  it.for(Object.entries(hostileAlerts))('keeps to the limits of Discord: %s', ([, alert]) => {
    const { title, description, fields } = embed(alert, installation);
    const texts = fields.flatMap(({ name, value }: Record<string, string>) => [name, value]);
    expect(fields.length).toBeLessThanOrEqual(25);
    expect(description.length).toBeLessThanOrEqual(4096);
    for (const { name, value } of fields) {
      expect(name.length).toBeLessThanOrEqual(256);
      expect(value.length).toBeLessThanOrEqual(1024);
      expect(name.trim() && value.trim()).not.toBe('');
    }
    expect([title, description, ...texts].join('').length).toBeLessThanOrEqual(6000);
  });

  it('shows as many fields as there are places', () => {
    const { fields } = embed(hostileAlerts['thousands of fields']);
    expect(fields).toHaveLength(23);
    expect(fields.at(-2)).toMatchObject({ name: String.raw`\[...\]`, value: '```2982 more fields```' });
  });

  it('has a title that leads to the console', () => {
    expect(embed(testAlert, installation)).toMatchObject({
      title: 'Open the alert',
      url: `https://tiercel.example.com/alerts/${testAlert.uuid}`,
    });
  });

  it.for([
    ['a', '```a```'],
    ['```\n@everyone', '```\n\u200b`\u200b`\u200b`\n@everyone```'],
    ['echo `id`', '```echo `id`\u200b```'],
    ['hidden\nshown', '```\nhidden\nshown```'],
    ['', '``````'],
  ] as const)('shows the value %j as code', ([value, shown]) => {
    expect(embed(withField(value)).fields.at(3).value).toBe(shown);
  });

  it('hides no link', () => {
    const { description, fields } = embed(hostileAlerts['mentions and links']);
    expect(description).toContain(String.raw`\[x\](http://evil.example) \`code\` \|\|spoiler\|\|`);
    expect(fields[0].value).toBe(description);
  });
});

describe('an answer', () => {
  const answer = (status: number, text: string) =>
    failureOf(answered(discord, { webhookurl }, new RejectedError(String(status), { status, answer: text })));

  it('429 says how long to wait', async () => {
    const error = await answer(429, '{"message":"You are being rate limited.","retry_after":0.6501,"global":false}');
    expect(error).toBeInstanceOf(ThrottledError);
    expect(error).toMatchObject({ retryAfterMs: 651 });
    expect(await answer(429, 'error code: 1015')).not.toBeInstanceOf(ThrottledError);
  });

  it.for(['{"message":"Unknown Webhook","code":10015}', '{"message":"a forum","code":220001}'])(
    '%s is for the operator to mend',
    async (text) => {
      expect(await answer(400, text)).toBeInstanceOf(MisconfiguredError);
    },
  );

  it('about the message is a refusal', async () => {
    expect(await answer(400, '{"message":"Invalid Form Body","code":50035}')).toBeInstanceOf(RejectedError);
    const outage = new DeliveryError('500', { status: 500, answer: '' });
    expect(await failureOf(answered(discord, { webhookurl }, outage))).toBe(outage);
  });
});
