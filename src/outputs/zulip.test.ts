import { describe, expect, it } from 'vitest';
import { changedAlert, type Alert } from '#alert/alert.ts';
import { DeliveryError, MisconfiguredError, RejectedError, ThrottledError } from './errors.ts';
import type { HttpRequest, Installation } from './output.ts';
import { alertFrom, installation, testAlert } from './testing/alerts.ts';
import { failureOf } from './testing/connect.ts';
import { hostileAlerts } from './testing/hostile-alerts.ts';
import { answered, bareInstallation } from './testing/requests.ts';
import { isHttpRequest } from './testing/wire-text.ts';
import { zulip } from './zulip.ts';

const options = { hostport: 'https://zulip.example.com/', email: 'a@b.c', apikey: 'swordfish', channel: 'a & b' };
const answer = (text: string | Error) => answered(zulip, options, text);

function request(settings: object = {}, alert: Alert = testAlert, where: Installation = bareInstallation): HttpRequest {
  const encoded = zulip.configure({ ...options, ...settings }, where).encode([alert]);
  if (!isHttpRequest(encoded)) throw new TypeError('It is a request');
  return encoded;
}

/** As the server reads it. */
function form(settings?: object, alert?: Alert, where?: Installation): Record<string, string> {
  const { body } = request(settings, alert, where);
  return Object.fromEntries(new URLSearchParams(body && 'bytes' in body ? Buffer.from(body.bytes).toString() : ''));
}

it('posts a form with the credentials of the bot', () => {
  const { url, headers, body } = request();
  expect(url.reveal()).toBe('https://zulip.example.com/api/v1/messages');
  expect(JSON.stringify(headers)).toBe('{"Authorization":"[secret]"}');
  expect(body).toMatchObject({ type: 'application/x-www-form-urlencoded' });
  expect(form()).toEqual({
    type: 'stream',
    to: 'a & b',
    topic: 'Test rule',
    content:
      '**Debug**\n```text\nThis is a test from falcosidekick\n\nrule: Test rule\npriority: Debug\nsource: syscalls\nhostname: test-host\n' +
      'tags: example, test\nproc.name: falcosidekick\nproc.tty: 1234\ntime: 2001-01-01 01:10:00 +0000 UTC\n```',
  });
});

describe('a message', () => {
  it('has the topic and the line that the operator wants', () => {
    expect(form({ topic: '{{ .Priority }} on {{ .Hostname }}' })['topic']).toBe('Debug on test-host');
    expect(form({ topic: '' })['topic']).toBe('Falco');
    expect(form({ messageformat: '@*on-call* {{ .Rule }}' })['content']).toMatch(/^@\*on-call\* Test rule\n```text\n/);
  });

  it.for(Object.entries(hostileAlerts))('is no longer than Zulip takes: %s', ([, alert]) => {
    const { topic = '', content = '' } = form({ messageformat: '{{ .Output }}' }, alert, installation);
    expect(topic).toMatch(/^\P{C}{1,60}$/u);
    expect(content.length).toBeLessThanOrEqual(10_000);
    expect(content).toMatch(/\n\[Open the alert\]\(https:\/\/tiercel\.example\.com\/alerts\/[-0-9a-f]+\)$/);
  });

  it('cannot leave its block of code', () => {
    const known = { rule: 'r', priority: 'Alert', time: '2026-11-24T16:31:56Z', output_fields: { a: 1 } };
    const output = '```\n@**all**\n````';
    const { content = '' } = form({}, alertFrom(JSON.stringify({ ...known, output })));
    expect(content).toMatch(/^\*\*Alert\*\*\n`{5}text\n```\n@\*\*all\*\*\n````\n[^`]*\n`{5}$/);
  });

  it('mentions nobody in the line of the operator', () => {
    const alert = changedAlert(testAlert, { rule: '@**all** [x](http://evil.example)' });
    expect(form({ messageformat: '{{ .Rule }}' }, alert)['content']).toMatch(/^@\u200b\*\*all\*\* \[x\]\u200b\(http/);
  });
});

describe('an answer', () => {
  const refused = (answerText: string, status = 400) =>
    failureOf(answer(new RejectedError(String(status), { status, answer: answerText })));

  it('with success is a delivery', async () => {
    await expect(answer('{"result":"success","msg":"","id":42}')).resolves.toMatchObject({ status: 200 });
  });

  it('200 with an error is a refusal, and of something else a mistake', async () => {
    expect(await failureOf(answer('{"result":"error","msg":"Bad","code":"BAD_REQUEST"}'))).toBeInstanceOf(
      RejectedError,
    );
    expect(await failureOf(answer('<html>'))).toBeInstanceOf(MisconfiguredError);
  });

  it('429 says how long to wait', async () => {
    const text =
      '{"code":"RATE_LIMIT_HIT","msg":"API usage exceeded rate limit","result":"error","retry-after":28.706}';
    const error = await refused(text, 429);
    expect(error).toBeInstanceOf(ThrottledError);
    expect(error).toMatchObject({ retryAfterMs: 28_706 });
  });

  it.for([
    '{"result":"error","code":"STREAM_DOES_NOT_EXIST","msg":"Channel \'nowhere\' does not exist","stream":"nowhere"}',
    '{"result":"error","code":"BAD_REQUEST","msg":"Not authorized to send to channel \'secret\'"}',
  ])('%s is for the operator to mend', async (text) => {
    const error = await refused(text);
    expect(error).toBeInstanceOf(MisconfiguredError);
    expect(String(error)).toContain('Check the bot and the option channel');
  });

  it('of another kind is what its status says', async () => {
    expect(await refused('{"result":"error","code":"BAD_REQUEST","msg":"Message too long"}')).toBeInstanceOf(
      RejectedError,
    );
    const outage = new DeliveryError('502', { status: 502, answer: '<html>' });
    expect(await failureOf(answer(outage))).toBe(outage);
  });
});
