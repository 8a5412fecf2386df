import { describe, expect, it } from 'vitest';
import type { Alert } from '#alert/alert.ts';
import { MisconfiguredError } from './errors.ts';
import type { Installation } from './output.ts';
import { alertFrom, installation, testAlert } from './testing/alerts.ts';
import { failureOf } from './testing/connect.ts';
import { hostileAlerts } from './testing/hostile-alerts.ts';
import { answered, bodyOf } from './testing/requests.ts';
import { webex } from './webex.ts';

const webhookurl = 'https://webexapis.com/v1/webhooks/incoming/swordfish';
const markdown = (alert?: Alert, where?: Installation): string =>
  JSON.parse(bodyOf(webex, { webhookurl }, alert, where)).markdown;

it('gets what Falcosidekick posts, space for space', () => {
  expect(markdown()).toBe(
    "# Falco Rule 'Test rule'\n\n### This is a test from falcosidekick\n\nAdditional informations:\n" +
      '  * Hostname: test-host\n  * Source:   syscalls  \n  * Priority: Debug\n  * Tags:\n' +
      '    \n    * example\n    \n    * test\n    \n  * Fields:\n\t\n\t* proc.name: falcosidekick\n\t\n\t* proc.tty: 1234\n\t\n',
  );
});

describe('a message', () => {
  it('shows values of every kind as Go prints them', () => {
    const fields = '{"a":1.0,"b":true,"c":null,"d":{"y":[1,null]}}';
    const known = '"output":"o","rule":"r","priority":"Alert","time":"2026-11-24T16:31:56Z"';
    const text = markdown(alertFrom(`{${known},"output_fields":${fields}}`));
    expect(text).toContain(
      '\t\n\t* a: 1.0\n\t\n\t* b: true\n\t\n\t* c: &lt;no value>\n\t\n\t* d: map\\[y:\\[1 &lt;nil>\\]\\]\n\t\n',
    );
    expect(text).toContain('  * Hostname: \n');
  });

  it.for(Object.entries(hostileAlerts))('is no longer than Webex takes: %s', ([, alert]) => {
    const text = markdown(alert, installation);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(7439);
    expect(text).toMatch(/\n\n\[Open the alert\]\(https:\/\/tiercel\.example\.com\/alerts\/[-0-9a-f]+\)$/);
  });

  it('mentions nobody, hides no link, and has no lines but ours', () => {
    const known = { rule: 'r', priority: 'Alert', time: '2026-11-24T16:31:56Z', output_fields: { a: 1 } };
    const output = '<@all> <@personEmail:a@example.com|A> [x](http://evil.example)\r\n# Falco Rule';
    const text = markdown(alertFrom(JSON.stringify({ ...known, output })));
    expect(text).toContain(
      '### &lt;@\u200ball> &lt;@\u200bpersonEmail:a@\u200bexample.com\\|A> \\[x\\](http://evil.example) # Falco Rule\n',
    );
  });
});

it('takes no web page for a delivery', async () => {
  await expect(answered(webex, { webhookurl }, '')).resolves.toMatchObject({ status: 200 });
  expect(await failureOf(answered(webex, { webhookurl }, '<html>'))).toBeInstanceOf(MisconfiguredError);
  expect(markdown(testAlert)).not.toContain('Open the alert');
});
