import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { changedAlert, type Alert } from '#alert/alert.ts';
import { DeliveryError, MisconfiguredError } from './errors.ts';
import { installation, testAlert } from './testing/alerts.ts';
import { connect, deliver, failureOf, scripted } from './testing/connect.ts';
import { hostileAlerts } from './testing/hostile-alerts.ts';
import { bodyText, isHttpRequest } from './testing/wire-text.ts';
import { wavefront } from './wavefront.ts';
import { wavefrontLine } from './wavefront-line.ts';

const proxy = { endpointtype: 'proxy', endpointhost: 'wavefront-proxy' };

function request(options: object, ...alerts: Alert[]) {
  const encoded = wavefront.configure(options, installation).encode([testAlert, ...alerts]);
  if (!isHttpRequest(encoded)) throw new TypeError('It is no request');
  return encoded;
}

it('sends points as Falcosidekick sends them', () => {
  expect(bodyText(request(proxy, testAlert))).toBe(
    (
      '"falco.alert" 1 978311400000000000 source="falco-exporter" "severity"="Debug" "rule"="Test rule" "source"="syscalls" ' +
      '"hostname"="test-host" "tags"="example, test" "proc.name"="falcosidekick"\n'
    ).repeat(2),
  );
  expect(request(proxy)).toMatchObject({ gzip: true, body: { type: 'application/octet-stream' } });
});

describe('points', () => {
  /** Quoted text with escaped quotes; a backslash before a quote is always one of those. */
  const grammar = /^"m" 1 -?\d+ source="falco-exporter"((?: "[\w,./-]{1,64}"="(?:[^"\\\p{Cc}]|\\"|\\(?!"))+")*)$/u;
  const tagsOf = (alert: Alert) => {
    const [, tags = ''] = grammar.exec(wavefrontLine(alert, 'm')) ?? [];
    return [...tags.matchAll(/ "([^"]+)"="((?:[^"\\]|\\"|\\)*?)"(?= |$)/g)].map(([, key = '', value = '']) => [
      key,
      value,
    ]);
  };
  const tag = (text: string) => Object.fromEntries(tagsOf(changedAlert(testAlert, { outputFields: { f: text } })))['f'];

  it.for(Object.entries(hostileAlerts))('keep to the format and its limits for %s', ([, alert]) => {
    expect(wavefrontLine(alert, 'm')).toMatch(grammar);
    const tags = tagsOf(alert);
    expect(tags.length).toBeGreaterThan(1);
    expect(tags.length).toBeLessThanOrEqual(20);
    for (const [key = '', value = ''] of tags) {
      expect(`${key}${value.replaceAll(String.raw`\"`, '"')}`.length).toBeLessThanOrEqual(254);
    }
  });

  it.for([
    ['plain text', 'plain text'],
    ['a "quote"', String.raw`a \"quote\"`],
    ['two\nlines', String.raw`two\nlines`],
    ['bell\u0007', 'bell'],
    [String.raw`a\"b`, String.raw`a\'b`],
    ['C:\\', String.raw`C:\_`],
    ['  ', undefined],
    ['', undefined],
  ] as const)('have %j as %j', ([text, value]) => {
    expect(tag(text)).toBe(value);
  });

  it('say of the alert what it says, whatever its fields are called', () => {
    const outputFields = { severity: 'Low', host: 'x', 'proc.aname[2]': 'y', 'ka/b,c': 'z', number: 1 };
    expect(tagsOf(changedAlert(testAlert, { outputFields, hostname: '', tags: [] }))).toEqual([
      ['severity', 'Debug'],
      ['rule', 'Test rule'],
      ['source', 'syscalls'],
      ['host_', 'x'],
      ['proc.aname-2-', 'y'],
      ['ka/b,c', 'z'],
    ]);
  });
});

it.for([
  [proxy, 'http://wavefront-proxy:2878/report?f=wavefront'],
  [{ ...proxy, endpointmetricport: 80 }, 'http://wavefront-proxy:80/report?f=wavefront'],
  [{ ...proxy, endpointhost: 'https://[2001:db8::1]/' }, 'https://[2001:db8::1]:2878/report?f=wavefront'],
  [{ endpointtype: 'direct', endpointhost: 'x.wavefront.com' }, 'https://x.wavefront.com/report?f=wavefront'],
  [{ endpointtype: 'direct', endpointhost: 'http://localhost:8080' }, 'http://localhost:8080/report?f=wavefront'],
] as const)('sends to where %j leads', ([options, target]) => {
  expect(request(options).url.reveal()).toBe(target);
});

it('sends its token to the service only', () => {
  const token = (endpointtype: string) => {
    const { Authorization } = request({ ...proxy, endpointtype, endpointtoken: 'swordfish' }).headers ?? {};
    return typeof Authorization === 'object' ? Authorization.reveal() : Authorization;
  };
  expect(token('direct')).toBe('Bearer swordfish');
  expect(token('proxy')).toBeUndefined();
});

it('takes batches as large and as long as it is told', () => {
  const { batch } = wavefront.configure({ ...proxy, batchsize: 7, flushintervalseconds: 2 }, installation);
  expect(batch).toMatchObject({ maxAlerts: 7, lingerMs: 2000 });
});

it.for(['user:pass@host', 'host/path', 'host?x', 'ftp://host', ''])('refuses the host %j', (endpointhost) => {
  expect(() => wavefront.configure({ ...proxy, endpointhost }, installation)).toThrow(z.ZodError);
});

it('tries again when there is no room', async () => {
  const http = scripted(new MisconfiguredError('answered 406', { status: 406 }));
  const error = await failureOf(deliver(await connect(wavefront, proxy, { http }), testAlert));
  expect(error).toBeInstanceOf(DeliveryError);
  expect(error).not.toBeInstanceOf(MisconfiguredError);
});
