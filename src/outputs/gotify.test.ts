import { describe, expect, it } from 'vitest';
import { changedAlert, type Alert } from '#alert/alert.ts';
import { MisconfiguredError } from './errors.ts';
import { gotify } from './gotify.ts';
import { alertFrom, installation, testAlert } from './testing/alerts.ts';
import { connect, deliver, failureOf, scripted } from './testing/connect.ts';
import { hostileAlerts } from './testing/hostile-alerts.ts';
import { bodyText, isHttpRequest } from './testing/wire-text.ts';

const options = { hostport: 'http://gotify/', token: 'swordfish' };
const link = `https://tiercel.example.com/alerts/${testAlert.uuid}`;

function message(alert: Alert, format?: string) {
  const encoded = gotify.configure({ ...options, format }, installation).encode([alert]);
  return JSON.parse(isHttpRequest(encoded) ? bodyText(encoded) : '');
}

it('writes Markdown as Falcosidekick, by its real content type', () => {
  expect(message(testAlert)).toEqual({
    title: '[Falco] [Debug] Test rule',
    priority: 1,
    message:
      '- **Priority**: Debug\n- **Rule**: Test rule\n- **Output**: This is a test from falcosidekick\n' +
      '- **Source**: syscalls\n- **Tags**: example test \n- **Time**: 2001-01-01 01:10:00 +0000 UTC\n- **Fields**:\n' +
      '\t- **proc.name**: falcosidekick\n\t- **proc.tty**: 1234\n',
    extras: {
      'client::display': { contentType: 'text/markdown' },
      'client::notification': { click: { url: link } },
    },
  });
});

it.for(['plaintext', 'text'])('writes plain text as Falcosidekick with the format %s', (format) => {
  const { message: text, extras } = message(testAlert, format);
  expect(text).toBe(
    'Priority: Debug\nRule: Test rule\nOutput: This is a test from falcosidekick\nSource: syscalls\n' +
      'Tags: example test \nTime: 2001-01-01 01:10:00 +0000 UTC\nFields:\n- proc.name: falcosidekick\n- proc.tty: 1234\n',
  );
  expect(extras['client::display']).toEqual({ contentType: 'text/plain' });
});

it('writes the alert as JSON', () => {
  expect(message(testAlert, 'json').message).toBe(testAlert.json);
});

it('refuses an unknown format', () => {
  expect(() => gotify.configure({ ...options, format: 'html' }, installation)).toThrow(/format/);
});

describe('a message', () => {
  it('shows markup of an alert as text, in one line', () => {
    const output = '[x](http://evil.example) ![](http://evil.example/a.png)\n# *b* `c` <img src=x> &lt;';
    expect(message(changedAlert(testAlert, { output })).message).toContain(
      String.raw`- **Output**: \[x\](http://evil.example) \!\[\](http://evil.example/a.png) # \*b\* \`c\` \<img src=x\> \&lt;` +
        '\n',
    );
  });

  it('prints null as a Go template does', () => {
    const json = `{"output":"o","priority":"Error","rule":"r","time":"2001-01-01T01:10:00Z","output_fields":{"a":null}}`;
    expect(message(alertFrom(json), 'text').message).toContain('- a: <no value>\n');
  });

  it.for(Object.entries(hostileAlerts))('stays within the limit for %s', ([, alert]) => {
    for (const format of ['markdown', 'text', 'json']) {
      const { title, message: text } = message(alert, format);
      expect(Buffer.byteLength(text)).toBeLessThan(65_535);
      expect(Buffer.byteLength(title)).toBeLessThanOrEqual(1000);
    }
  });

  it('links to the alert where it was cut', () => {
    expect(message(changedAlert(testAlert, { output: 'x'.repeat(70_000) })).message).toMatch(
      /x\[\.\.\.\]\n\nhttps:\/\/tiercel\.example\.com\/alerts\/[\w-]+$/,
    );
  });
});

it.for(['', '<html></html>', '{"health":"green"}'])('takes the answer %j for one of somebody else', async (text) => {
  const error = await failureOf(deliver(await connect(gotify, options, { http: scripted(text) }), testAlert));
  expect(error).toBeInstanceOf(MisconfiguredError);
});
