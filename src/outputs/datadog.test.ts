import { describe, expect, it } from 'vitest';
import type { Alert } from '#alert/alert.ts';
import { datadog } from './datadog.ts';
import { datadoglogs } from './datadoglogs.ts';
import { RejectedError } from './errors.ts';
import type { Output } from './output.ts';
import { alertFrom, installation, referenceAlerts, testAlert } from './testing/alerts.ts';
import { connect, deliver, failureOf, scripted } from './testing/connect.ts';
import { hostileAlerts } from './testing/hostile-alerts.ts';
import { bodyText, isHttpRequest } from './testing/wire-text.ts';

const apikey = 'swordfish';
const [first = testAlert, ...others] = Object.values(referenceAlerts);

function encoded(output: Output, alerts: readonly [Alert, ...Alert[]], options: object = {}) {
  const request = output.configure({ apikey, ...options }, installation).encode(alerts);
  if (!isHttpRequest(request)) throw new TypeError('It is no request');
  return request;
}

const event = (alert: Alert) => JSON.parse(bodyText(encoded(datadog, [alert])));

describe('events', () => {
  it('are as Falcosidekick posts them', () => {
    expect(bodyText(encoded(datadog, [testAlert]))).toBe(
      '{"title":"Test rule","text":"This is a test from falcosidekick","alert_type":"info","source_type_name":"falco",' +
        '"tags":["proc.name:falcosidekick","source:syscalls","source:falco","hostname:test-host","example","test"]}\n',
    );
  });

  it.for(Object.entries(hostileAlerts))('stay within the limits for %s', ([, alert]) => {
    const { title = '', text = '', tags } = event(alert);
    expect(title.length).toBeLessThanOrEqual(100);
    expect(text.length).toBeLessThanOrEqual(4000);
    expect(tags.length).toBeLessThanOrEqual(105);
    for (const tag of tags) expect(tag.length).toBeLessThanOrEqual(200);
    for (const shown of [title, text]) expect(shown).not.toMatch(/@\w|%%%/);
  });

  it('end with a link to the alert where they were cut', () => {
    const { text } = event(alertFrom(JSON.stringify({ ...JSON.parse(testAlert.json), output: 'x'.repeat(5000) })));
    expect(text).toMatch(/^x+\[\.\.\.\]\nhttps:\/\/tiercel\.example\.com\/alerts\/[\w-]+$/);
    expect(text).toHaveLength(4000);
  });

  it('carry the key in a header, to the host that is set', () => {
    const { url, headers } = encoded(datadog, [testAlert], { host: 'https://api.datadoghq.eu/' });
    expect(url.reveal()).toBe('https://api.datadoghq.eu/api/v1/events');
    expect(String(headers?.['DD-API-KEY'])).toBe('[secret]');
  });
});

describe('logs', () => {
  it('are an object alone, and a compressed list together', () => {
    const alone = encoded(datadoglogs, [testAlert], { service: 'falco' });
    expect(bodyText(alone)).toBe(
      `{"ddsource":"falco","hostname":"test-host","service":"falco","message":${JSON.stringify(testAlert.json)},"ddtags":"example,test"}\n`,
    );
    expect(alone).toMatchObject({ gzip: false });
    const together = encoded(datadoglogs, [first, ...others]);
    expect(together).toMatchObject({ gzip: true });
    expect(JSON.parse(bodyText(together))).toHaveLength(1 + others.length);
  });

  it.for(Object.entries(hostileAlerts))('stay within a megabyte for %s', ([, alert]) => {
    const { message } = JSON.parse(bodyText(encoded(datadoglogs, [alert])));
    expect(Buffer.byteLength(message)).toBeLessThan(1_000_000);
    expect(JSON.parse(message)).toMatchObject({ uuid: alert.uuid });
  });
});

describe.for([datadog, datadoglogs])('the answer to $id', (output) => {
  const answered = async (text: string) => deliver(await connect(output, { apikey }, { http: scripted(text) }), first);

  it.for(['{"status":"ok","event":{"id":1}}', '{}', '', '{"errors":[]}'])('%j is a success', async (text) => {
    await expect(answered(text)).resolves.toMatchObject({ status: 200 });
  });

  it.for(['{"errors":["Invalid tag"]}', '{"status":"error"}', '{"errors":[{"detail":"Invalid tag"}]}'])(
    '%j is a refusal',
    async (text) => {
      const error = await failureOf(answered(text));
      expect(error).toBeInstanceOf(RejectedError);
      expect(String(error)).toMatch(/Invalid tag|no reason given/);
    },
  );
});
