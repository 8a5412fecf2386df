import { describe, expect, it } from 'vitest';
import { changedAlert, type Alert } from '#alert/alert.ts';
import { MisconfiguredError, RejectedError } from './errors.ts';
import { googlechat } from './googlechat.ts';
import type { Installation } from './output.ts';
import { installation, testAlert } from './testing/alerts.ts';
import { failureOf } from './testing/connect.ts';
import { hostileAlerts } from './testing/hostile-alerts.ts';
import { answered, bodyOf } from './testing/requests.ts';

const webhookurl = 'https://chat.googleapis.com/v1/spaces/1/messages?key=swordfish&token=sesame';
const body = (settings: object = {}, alert?: Alert, where?: Installation) =>
  bodyOf(googlechat, { webhookurl, ...settings }, alert, where);
const answer = (text: string | Error) => answered(googlechat, { webhookurl }, text);

it('gets what Falcosidekick posts', () => {
  const widget = (label: string, text: string) => `{"keyValue":{"topLabel":"${label}","content":"${text}"}}`;
  expect(body({ messageformat: 'Rule: {{ .Rule }} Priority: {{ .Priority }}' })).toBe(
    '{"text":"Rule: Test rule Priority: Debug","cards":[{"header":{"title":"","subtitle":""},"sections":[{"widgets":[' +
      `${widget('rule', 'Test rule')},${widget('priority', 'Debug')},${widget('source', 'syscalls')},` +
      `${widget('hostname', 'test-host')},${widget('proc.name', 'falcosidekick')},${widget('tags', 'example, test')},` +
      `${widget('time', '2001-01-01 01:10:00 +0000 UTC')}]}]}]}\n`,
  );
});

describe('a message', () => {
  it('of text only is the line of the operator, the text of the alert, or its rule', () => {
    const text = (settings: object, alert?: Alert) => body({ outputformat: 'text', ...settings }, alert);
    expect(text({ messageformat: '*{{ .Rule }}*' })).toBe('{"text":"*Test rule*"}\n');
    expect(text({})).toBe('{"text":"This is a test from falcosidekick"}\n');
    expect(text({}, changedAlert(testAlert, { output: '' }))).toBe('{"text":"Test rule"}\n');
  });

  it('leads to the console', () => {
    const link = `https://tiercel.example.com/alerts/${testAlert.uuid}`;
    expect(body({}, testAlert, installation)).toContain(`"onClick":{"openLink":{"url":"${link}"}}`);
    expect(body({ outputformat: 'text' }, testAlert, installation)).toContain(`\\n<${link}|Open the alert>"`);
  });

  it.for(Object.entries(hostileAlerts))('is no larger than Google Chat takes: %s', ([, alert]) => {
    for (const outputformat of ['all', 'text']) {
      const message = body({ outputformat, messageformat: '{{ .Output }}' }, alert, installation);
      expect(Buffer.byteLength(message)).toBeLessThanOrEqual(32_000);
    }
  });

  it('mentions nobody and has no markup, but for what the operator wrote', () => {
    const output = '<users/all> <http://evil.example|bank> <a href="http://evil.example">x</a> &lt;';
    const alert = changedAlert(testAlert, { output, rule: output });
    const message = JSON.parse(body({ messageformat: '<users/all> {{ .Output }}' }, alert));
    expect(message.text).toMatch(/^<users\/all> <\u200busers\/all> < http:\/\/evil\.example\|bank> <\u200ba href/);
    expect(message.cards[0].sections[0].widgets[0].keyValue.content).toBe(
      '&lt;users/all&gt; &lt;http://evil.example|bank&gt; &lt;a href="http://evil.example"&gt;x&lt;/a&gt; &amp;lt;',
    );
  });
});

describe('an answer', () => {
  it('with the message is a delivery, a web page is none', async () => {
    await expect(answer('{"name":"spaces/1/messages/2"}')).resolves.toMatchObject({ status: 200 });
    expect(await failureOf(answer('<html>'))).toBeInstanceOf(MisconfiguredError);
  });

  it('about the key is for the operator to mend', async () => {
    const text = '{"error":{"code":400,"message":"API key not valid. Please pass a valid API key."}}';
    expect(await failureOf(answer(new RejectedError('400', { answer: text })))).toBeInstanceOf(MisconfiguredError);
    const refusal = new RejectedError('400', { answer: '{"error":{"code":400,"status":"INVALID_ARGUMENT"}}' });
    expect(await failureOf(answer(refusal))).toBe(refusal);
  });
});
