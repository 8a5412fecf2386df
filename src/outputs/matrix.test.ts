import { describe, expect, it } from 'vitest';
import { changedAlert, type Alert } from '#alert/alert.ts';
import { DeliveryError, MisconfiguredError, RejectedError, ThrottledError } from './errors.ts';
import { matrix } from './matrix.ts';
import type { Installation } from './output.ts';
import { installation, testAlert } from './testing/alerts.ts';
import { failureOf } from './testing/connect.ts';
import { hostileAlerts } from './testing/hostile-alerts.ts';
import { answered, bareInstallation, bodyOf } from './testing/requests.ts';
import { isHttpRequest } from './testing/wire-text.ts';

const options = { hostport: 'https://matrix.example.com', accesstoken: 'swordfish', roomid: '!ab:example.com' };
const message = (settings: object = {}, alert?: Alert, where?: Installation) =>
  JSON.parse(bodyOf(matrix, { ...options, ...settings }, alert, where));
const answer = (text: string | Error) => answered(matrix, options, text);

it('puts an alert under its own id, as text and as HTML', () => {
  const request = matrix.configure(options, bareInstallation).encode([testAlert]);
  expect(isHttpRequest(request) && [request.method, request.url.reveal()]).toEqual([
    'PUT',
    `https://matrix.example.com/_matrix/client/v3/rooms/!ab:example.com/send/m.room.message/${testAlert.uuid}`,
  ]);
  expect(message()).toEqual({
    msgtype: 'm.text',
    body:
      'Debug: Test rule\nThis is a test from falcosidekick\nrule: Test rule\npriority: Debug\nsource: syscalls\n' +
      'hostname: test-host\ntags: example, test\nproc.name: falcosidekick\nproc.tty: 1234\ntime: 2001-01-01 01:10:00 +0000 UTC',
    format: 'org.matrix.custom.html',
    formatted_body:
      '<p><b>Debug: Test rule</b></p><pre>This is a test from falcosidekick</pre><ul><li><b>rule</b>: Test rule</li>' +
      '<li><b>priority</b>: Debug</li><li><b>source</b>: syscalls</li><li><b>hostname</b>: test-host</li>' +
      '<li><b>tags</b>: example, test</li><li><b>proc.name</b>: falcosidekick</li><li><b>proc.tty</b>: 1234</li>' +
      '<li><b>time</b>: 2001-01-01 01:10:00 +0000 UTC</li></ul>',
    'm.mentions': {},
  });
});

describe('a message', () => {
  it('is as the options say', () => {
    const {
      msgtype,
      body,
      formatted_body: html,
    } = message({
      msgtype: 'm.notice',
      messageformat: '<{{ .Rule }}>',
    });
    expect(msgtype).toBe('m.notice');
    expect(body).toMatch(/^<Test rule>\nThis is/);
    expect(html).toMatch(/^<p><b>&lt;Test rule&gt;<\/b><\/p><pre>/);
  });

  it('leads to the console', () => {
    const link = `https://tiercel.example.com/alerts/${testAlert.uuid}`;
    const { body, formatted_body: html } = message({}, testAlert, installation);
    expect(body.endsWith(`\n${link}`)).toBe(true);
    expect(html.endsWith(`<p><a href="${link}">Open the alert</a></p>`)).toBe(true);
  });

  it.for(Object.entries(hostileAlerts))('fits into an event: %s', ([, alert]) => {
    const text = bodyOf(matrix, { ...options, messageformat: '{{ .Output }}' }, alert, installation);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(60_100);
  });

  it('has no markup and mentions nobody', () => {
    const output = '@room <a href="https://matrix.to/#/@a:b">x</a> <img src=x>';
    const { body, formatted_body: html } = message({}, changedAlert(testAlert, { output, rule: output }));
    expect(html).not.toMatch(/<(?!\/?(?:p|b|pre|ul|li)>)/);
    expect(body).not.toMatch(/@\w/);
  });
});

it('needs the id of a room, not its name', () => {
  expect(() => matrix.configure({ ...options, roomid: '#alerts:example.com' }, bareInstallation)).toThrow(/alias/);
});

describe('an answer', () => {
  const refused = (status: number, text: string) =>
    failureOf(answer(new RejectedError(String(status), { status, answer: text })));

  it('with an event is a delivery, anything else is no answer of Matrix', async () => {
    await expect(answer('{"event_id":"$1"}')).resolves.toMatchObject({ status: 200 });
    expect(await failureOf(answer('{}'))).toBeInstanceOf(MisconfiguredError);
  });

  it('429 says how long to wait', async () => {
    const text = '{"errcode":"M_LIMIT_EXCEEDED","error":"Too Many Requests","retry_after_ms":2000}';
    expect(await refused(429, text)).toMatchObject({ name: 'ThrottledError', retryAfterMs: 2000 });
    expect(await refused(429, '{"errcode":"M_LIMIT_EXCEEDED"}')).not.toBeInstanceOf(ThrottledError);
  });

  it.for([
    ['M_UNKNOWN_TOKEN', 'check the option accesstoken'],
    ['M_FORBIDDEN', 'invite the user to the room'],
    ['M_UNRECOGNIZED', 'check the option hostport'],
  ] as const)('%s is for the operator to mend', async ([errcode, remedy]) => {
    const error = await refused(400, JSON.stringify({ errcode, error: 'No' }));
    expect(error).toBeInstanceOf(MisconfiguredError);
    expect(String(error)).toContain(`Matrix: No: ${remedy}`);
  });

  it('of another kind is what its status says', async () => {
    expect(await refused(413, '{"errcode":"M_TOO_LARGE","error":"event too large"}')).toBeInstanceOf(RejectedError);
    const outage = new DeliveryError('502', { status: 502 });
    expect(await failureOf(answer(outage))).toBe(outage);
  });
});
