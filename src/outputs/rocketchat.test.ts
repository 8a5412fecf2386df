import { describe, expect, it } from 'vitest';
import type { Alert } from '#alert/alert.ts';
import { MisconfiguredError, RejectedError } from './errors.ts';
import { rocketchat } from './rocketchat.ts';
import type { Installation } from './output.ts';
import { installation, testAlert } from './testing/alerts.ts';
import { failureOf } from './testing/connect.ts';
import { hostileAlerts } from './testing/hostile-alerts.ts';
import { answered, bodyOf } from './testing/requests.ts';

const webhookurl = 'https://rocketchat.example.com/hooks/1/swordfish';
const body = (settings: object = {}, alert?: Alert, where?: Installation) =>
  bodyOf(rocketchat, { webhookurl, ...settings }, alert, where);
const answer = (text: string | Error) => answered(rocketchat, { webhookurl }, text);

it('gets what Falcosidekick posts', () => {
  const icon = 'https://raw.githubusercontent.com/falcosecurity/falcosidekick/master/imgs/falcosidekick.png';
  expect(body({ icon: '', messageformat: 'Rule: {{ .Rule }} Priority: {{ .Priority }}' })).toBe(
    `{"text":"Rule: Test rule Priority: Debug","username":"Falcosidekick","icon_url":"${icon}","attachments":[{` +
      '"fallback":"This is a test from falcosidekick","color":"#ccfff2","text":"This is a test from falcosidekick","fields":[' +
      '{"title":"rule","value":"Test rule","short":true},{"title":"priority","value":"Debug","short":true},' +
      '{"title":"source","value":"syscalls","short":true},{"title":"tags","value":"example, test","short":true},' +
      '{"title":"proc.name","value":"falcosidekick","short":true},' +
      '{"title":"time","value":"2001-01-01 01:10:00 +0000 UTC","short":false},' +
      '{"title":"hostname","value":"test-host","short":true}]}]}\n',
  );
});

describe('a message of text only', () => {
  const text = (options: object, alert?: Alert, where?: Installation) =>
    JSON.parse(body({ outputformat: 'text', ...options }, alert, where));

  it('is the text of the alert, its rule where it has none, or the line of the operator', () => {
    expect(text({})).toMatchObject({ text: 'This is a test from falcosidekick' });
    expect(text({})).not.toHaveProperty('attachments');
    expect(text({}, hostileAlerts['as empty as can be'])).toMatchObject({ text: 'rule' });
    expect(text({ messageformat: '*{{ .Rule }}*' })).toMatchObject({ text: '*Test rule*' });
  });

  it('ends with a link to the alert, within the limit', () => {
    const link = `[Open the alert](https://tiercel.example.com/alerts/${testAlert.uuid})`;
    const whole = text({}, hostileAlerts['a text of a megabyte'], installation);
    expect(whole.text).toHaveLength(5000);
    expect(whole.text).toMatch(/x\[\.\.\.\]\n\[Open/);
    expect(whole.text.endsWith(link)).toBe(true);
  });
});

describe('a message', () => {
  it.for(Object.entries(hostileAlerts))('is no longer than it may be: %s', ([, alert]) => {
    const message = body({ messageformat: '{{ .Output }}' }, alert);
    expect(Buffer.byteLength(message)).toBeLessThan(600_000);
    expect(String(JSON.parse(message).text).length).toBeLessThanOrEqual(5000);
  });

  it('mentions nobody, and hides no link', () => {
    const message = body({ messageformat: '@here {{ .Output }}' }, hostileAlerts['mentions and links']);
    expect(message.replace('@here', '')).not.toMatch(/@\w|\]\(|<[^ \u200b]/);
  });

  it('has no formula', () => {
    const message = body({ messageformat: String.raw`{{ printf "%s" "\\(" }}{{ .Rule }}` });
    expect(message).toContain('Test rule');
    const alert = hostileAlerts['long texts of what is escaped'] ?? testAlert;
    expect(body({}, alert)).not.toMatch(/\\\\[([]/);
  });
});

describe('an answer', () => {
  it('with success is a delivery, without is a refusal', async () => {
    await expect(answer('{"success":true}')).resolves.toMatchObject({ status: 200 });
    const error = await failureOf(answer('{"success":false,"error":"body-too-strange"}'));
    expect(error).toBeInstanceOf(RejectedError);
    expect(error).toMatchObject({ answer: '{"success":false,"error":"body-too-strange"}' });
  });

  it.for(['Invalid integration id or token provided.', 'invalid-channel'])('%s is to mend', async (reason) => {
    const refused = JSON.stringify({ success: false, error: reason });
    expect(await failureOf(answer(refused))).toBeInstanceOf(MisconfiguredError);
    expect(await failureOf(answer(new RejectedError('400', { answer: refused })))).toBeInstanceOf(MisconfiguredError);
  });

  it('that is a web page is no delivery', async () => {
    expect(await failureOf(answer('<html><body>Log in'))).toBeInstanceOf(MisconfiguredError);
  });
});
