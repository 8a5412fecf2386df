import { describe, expect, it } from 'vitest';
import { changedAlert, type Alert } from '#alert/alert.ts';
import { MisconfiguredError } from './errors.ts';
import { grafana } from './grafana.ts';
import { grafanaoncall } from './grafanaoncall.ts';
import type { Output } from './output.ts';
import { alertFrom, installation, testAlert } from './testing/alerts.ts';
import { connect, deliver, failureOf, scripted } from './testing/connect.ts';
import { hostileAlerts } from './testing/hostile-alerts.ts';
import { bodyText, isHttpRequest } from './testing/wire-text.ts';

const options = { hostport: 'https://grafana:3000/', apikey: 'swordfish' };

function request(output: Output, settings: object, alert: Alert, added = installation) {
  const encoded = output.configure(settings, added).encode([alert]);
  if (!isHttpRequest(encoded)) throw new TypeError('No request');
  return { url: encoded.url.reveal(), text: bodyText(encoded) };
}

function annotation(alert: Alert, more: object = {}) {
  return JSON.parse(request(grafana, { ...options, ...more }, alert).text);
}

it('annotates as Falcosidekick', () => {
  expect(request(grafana, options, testAlert)).toEqual({
    url: 'https://grafana:3000/api/annotations',
    text:
      '{"time":978311400000,"timeEnd":978311400000,"tags":["falco","Debug","Test rule","syscalls","test-host"],' +
      '"text":"This is a test from falcosidekick"}\n',
  });
});

it('annotates one panel, with everything as tags', () => {
  const more = { dashboardid: 1, panelid: 2, allfieldsastags: true };
  expect(request(grafana, { ...options, ...more }, testAlert).text).toBe(
    '{"dashboardId":1,"panelId":2,"time":978311400000,"timeEnd":978311400000,"tags":["falco","Debug","Test rule",' +
      '"syscalls","test-host","falcosidekick","1234","example","test"],"text":"This is a test from falcosidekick"}\n',
  );
});

it('needs an API key', () => {
  expect(() => grafana.configure({ hostport: 'https://grafana:3000' }, installation)).toThrow(/apikey/);
});

describe('an annotation', () => {
  it.for(Object.entries(hostileAlerts))('stays within the limits for %s', ([, alert]) => {
    const { tags, text } = annotation(alert, { allfieldsastags: true });
    const counted = tags.reduce((sum: number, tag: string) => sum + Buffer.byteLength(tag) + 3, 1);
    expect(counted).toBeLessThanOrEqual(500);
    expect(tags.slice(0, 2)).toEqual(['falco', alert.priority]);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(65_535);
  });

  it('shows HTML as text', () => {
    const alert = changedAlert(testAlert, { output: '<a href="http://evil.example">x</a> & <img src=x>' });
    expect(annotation(alert).text).toBe('&lt;a href="http://evil.example"&gt;x&lt;/a&gt; &amp; &lt;img src=x&gt;');
  });

  it('links to the alert where it was cut', () => {
    const alert = changedAlert(testAlert, { output: 'x'.repeat(70_000) });
    expect(annotation(alert).text).toMatch(/x\[\.\.\.\]\nhttps:\/\/tiercel\.example\.com\/alerts\/[\w-]+$/);
  });
});

it.for(['', '<html></html>', '[]'])('takes the answer %j for one of somebody else', async (text) => {
  const error = await failureOf(deliver(await connect(grafana, options, { http: scripted(text) }), testAlert));
  expect(error).toBeInstanceOf(MisconfiguredError);
  expect(String(error)).toContain('check the option hostport');
});

it('takes the answer of Grafana for a delivery', async () => {
  const answer = '{"id":1,"message":"Annotation added"}';
  const connection = await connect(grafana, options, { http: scripted(answer) });
  await expect(deliver(connection, testAlert)).resolves.toEqual({ status: 200, answer });
});

describe('Grafana OnCall', () => {
  const webhook = { webhookurl: 'https://oncall/integrations/v1/formatted_webhook/swordfish/' };

  it('gets what it gets from Falcosidekick', () => {
    expect(request(grafanaoncall, webhook, testAlert, { ...installation, consoleurl: undefined })).toEqual({
      url: webhook.webhookurl,
      text:
        '{"alert_uid":"018f3a5e-7d2c-4b1a-9f00-000000000001","state":"alerting","title":"[Debug] Test rule",' +
        '"message":"This is a test from falcosidekick"}\n',
    });
  });

  it('gets a link where the console has an address', () => {
    expect(JSON.parse(request(grafanaoncall, webhook, alertFrom(testAlert.json)).text)).toMatchObject({
      link_to_upstream_details: `https://tiercel.example.com/alerts/${testAlert.uuid}`,
    });
  });
});
