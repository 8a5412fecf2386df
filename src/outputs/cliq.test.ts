import { describe, expect, it } from 'vitest';
import type { Alert } from '#alert/alert.ts';
import { priorities } from '#alert/priority.ts';
import { changedAlert } from '#alert/alert.ts';
import { cliq } from './cliq.ts';
import { MisconfiguredError } from './errors.ts';
import type { Installation } from './output.ts';
import { installation, testAlert } from './testing/alerts.ts';
import { failureOf } from './testing/connect.ts';
import { hostileAlerts } from './testing/hostile-alerts.ts';
import { answered, bodyOf } from './testing/requests.ts';

const webhookurl = 'https://cliq.zoho.com/api/v2/channelsbyname/alerts/message?zapikey=swordfish';
const body = (settings: object = {}, alert?: Alert, where?: Installation) =>
  bodyOf(cliq, { webhookurl, ...settings }, alert, where);

it('gets what Falcosidekick posts', () => {
  const image = 'https://raw.githubusercontent.com/falcosecurity/falcosidekick/master/imgs/falcosidekick.png';
  const messageformat = 'Rule: {{ .Rule }} Priority: {{ .Priority }}';
  expect(body({ icon: '', useemoji: true, messageformat })).toBe(
    `{"text":"\u26AA Rule: Test rule Priority: Debug","bot":{"name":"Falcosidekick","image":"${image}"},"slides":[` +
      '{"type":"text","data":"This is a test from falcosidekick"},' +
      '{"type":"table","data":{"headers":["field","value"],"rows":[{"field":"rule","value":"Test rule"},' +
      '{"field":"priority","value":"Debug"},{"field":"hostname","value":"test-host"},' +
      '{"field":"proc.name","value":"falcosidekick"},{"field":"time","value":"2001-01-01 01:10:00 +0000 UTC"}]}}]}\n',
  );
});

describe('a message', () => {
  it('has no slides when only the text is wanted, nor a table', () => {
    expect(JSON.parse(body({ outputformat: 'text' }))).toEqual({
      text: 'This is a test from falcosidekick',
      bot: expect.any(Object),
    });
    expect(body({ outputformat: 'fields', messageformat: 'x' })).not.toContain('"type":"text"');
  });

  it('begins with the sign of its priority', () => {
    const signs = priorities.map((priority) => {
      const { text } = JSON.parse(body({ useemoji: true }, changedAlert(testAlert, { priority })));
      return Array.from(String(text))[0];
    });
    expect(signs).toEqual(['🚨', '🟠', '🟠', '🚨', '🟡', '🔵', '🟢', '⚪']);
  });

  it.for(Object.entries(hostileAlerts))('is no longer than Cliq takes: %s', ([, alert]) => {
    const message = body({ messageformat: '{{ .Output }}' }, alert, installation);
    expect(Buffer.byteLength(message)).toBeLessThanOrEqual(60_000);
    const { text } = JSON.parse(message);
    expect(text.length).toBeLessThanOrEqual(10_000);
    expect(text).toMatch(/\n\[Open the alert\]\(https:\/\/tiercel\.example\.com\/alerts\/[-0-9a-f]+\)$/);
  });

  it('mentions nobody, and hides no link', () => {
    const message = body({ messageformat: '{@all} {{ .Output }}' }, hostileAlerts['mentions and links']);
    expect(message.replace('{@all}', '')).not.toMatch(/@\w|\]\(|<[^ \u200b]/);
  });
});

it('takes no web page for a delivery', async () => {
  await expect(answered(cliq, { webhookurl }, '')).resolves.toMatchObject({ status: 200 });
  expect(await failureOf(answered(cliq, { webhookurl }, '<html>'))).toBeInstanceOf(MisconfiguredError);
});
