import { describe, expect, it } from 'vitest';
import type { Alert } from '#alert/alert.ts';
import { MisconfiguredError, RejectedError } from './errors.ts';
import { mattermost } from './mattermost.ts';
import type { Installation } from './output.ts';
import { installation, testAlert } from './testing/alerts.ts';
import { failureOf } from './testing/connect.ts';
import { hostileAlerts } from './testing/hostile-alerts.ts';
import { answered, bodyOf } from './testing/requests.ts';

const webhookurl = 'https://mattermost.example.com/hooks/swordfish';
const body = (settings: object = {}, alert?: Alert, where?: Installation) =>
  bodyOf(mattermost, { webhookurl, ...settings }, alert, where);
const answer = (text: string | Error) => answered(mattermost, { webhookurl }, text);

it('gets what Falcosidekick posts', () => {
  const icon = 'https://raw.githubusercontent.com/falcosecurity/falcosidekick/master/imgs/falcosidekick.png';
  expect(body({ icon: '', messageformat: 'Rule: {{ .Rule }} Priority: {{ .Priority }}' })).toBe(
    `{"text":"Rule: Test rule Priority: Debug","username":"Falcosidekick","icon_url":"${icon}","attachments":[{` +
      '"fallback":"This is a test from falcosidekick","color":"#ccfff2","text":"This is a test from falcosidekick","fields":[' +
      '{"title":"rule","value":"Test rule","short":true},{"title":"hostname","value":"test-host","short":true},' +
      '{"title":"priority","value":"Debug","short":true},{"title":"source","value":"syscalls","short":true},' +
      '{"title":"tags","value":"example, test","short":true},{"title":"proc.name","value":"falcosidekick","short":true},' +
      '{"title":"time","value":"2001-01-01 01:10:00 +0000 UTC","short":false}],' +
      '"footer":"https://github.com/falcosecurity/falcosidekick"}]}\n',
  );
});

describe('a message', () => {
  it('links to the alert in the console', () => {
    expect(body({}, testAlert, { ...installation, consoleurl: 'https://tiercel.example.com' })).toContain(
      `"title":"Open the alert","title_link":"https://tiercel.example.com/alerts/${testAlert.uuid}"`,
    );
  });

  it.for(Object.entries(hostileAlerts))('is no longer than a post may be: %s', ([, alert]) => {
    const text = body({ messageformat: '{{ .Output }}' }, alert);
    expect(text.length).toBeLessThan(760_000);
    expect(JSON.parse(text).text ?? '').not.toMatch(/^[^]{16384}/);
  });

  it('mentions nobody and hides no link, but for what the operator wrote', () => {
    const alert = hostileAlerts['mentions and links'] ?? testAlert;
    const text = body({ messageformat: '@here <https://example.com|us> {{ .Output }}' }, alert);
    expect(text).toContain('"text":"@here <https://example.com|us> &lt;!channel> &lt;@\u200bU123> @\u200beveryone');
    expect(text.replace('@here <https://example.com|us>', '')).not.toMatch(/@\w|<[!@h]|[^\\]\]\(/);
  });

  it('is as the options say', () => {
    expect(body({ username: '', footer: 'below', outputformat: 'fields' })).toMatch(
      /^\{"icon_url".*"color":"#ccfff2","fields":.*"footer":"below"/,
    );
    expect(body({ outputformat: 'text' })).toContain('"text":"This is a test from falcosidekick","fields":null}');
  });
});

describe('an answer', () => {
  it('200 is a delivery, unless it is a web page', async () => {
    await expect(answer('ok')).resolves.toMatchObject({ status: 200, answer: 'ok' });
    const error = await failureOf(answer('<!DOCTYPE html><html><title>Log in</title>'));
    expect(error).toBeInstanceOf(MisconfiguredError);
    expect(String(error)).toContain('check the URL');
  });

  it('400 for a webhook that is not there is for the operator to mend', async () => {
    const refused = '{"id":"web.incoming_webhook.invalid.app_error","message":"Invalid webhook.","status_code":400}';
    const error = await failureOf(answer(new RejectedError('400', { status: 400, answer: refused })));
    expect(error).toBeInstanceOf(MisconfiguredError);
    expect(error).toMatchObject({ status: 400, answer: refused });
  });

  it('400 for another reason is a refusal', async () => {
    const refusal = new RejectedError('400', { answer: '{"id":"web.incoming_webhook.parse.app_error"}' });
    expect(await failureOf(answer(refusal))).toBe(refusal);
  });
});
