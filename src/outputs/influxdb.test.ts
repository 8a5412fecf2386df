import { describe, expect, it } from 'vitest';
import { changedAlert, type Alert } from '#alert/alert.ts';
import { DeliveryError, MisconfiguredError, RejectedError } from './errors.ts';
import { influxdb } from './influxdb.ts';
import { installation, referenceAlerts, testAlert } from './testing/alerts.ts';
import { connect, deliver, failureOf, scripted } from './testing/connect.ts';
import { hostileAlerts } from './testing/hostile-alerts.ts';
import { bodyText, isHttpRequest } from './testing/wire-text.ts';

const hostport = 'http://influxdb:8086';

function request(options: object = {}, ...alerts: Alert[]) {
  const [first = testAlert, ...others] = alerts;
  const encoded = influxdb.configure({ hostport, ...options }, installation).encode([first, ...others]);
  if (!isHttpRequest(encoded)) throw new TypeError('It is no request');
  return encoded;
}

const line = (outputFields: Alert['outputFields']) => bodyText(request({}, changedAlert(testAlert, { outputFields })));

it('writes what Falcosidekick writes, with the time of the alert', () => {
  expect(bodyText(request())).toBe(
    'events,rule=Test_rule,priority=Debug,source=syscalls,proc.name=falcosidekick,hostname=test-host,tags=example_test ' +
      'value="This is a test from falcosidekick" 978311400000000000',
  );
});

it('writes alerts on a line each', () => {
  const alerts = Object.values(referenceAlerts).filter(({ output }) => !output.includes('\n'));
  expect(bodyText(request({}, ...alerts)).split('\n')).toHaveLength(alerts.length);
});

it.for([
  ['ns', 'ns', '1795537916746609046'],
  ['n', 'ns', '1795537916746609046'],
  ['us', 'u', '1795537916746609'],
  ['u', 'u', '1795537916746609'],
  ['ms', 'ms', '1795537916746'],
  ['s', 's', '1795537916'],
  ['m', 'm', '29925631'],
  ['h', 'h', '498760'],
] as const)('writes times in %s', ([precision, parameter, time]) => {
  const alert = changedAlert(testAlert, { time: '2026-11-24T16:31:56.746609046Z' });
  const { url, ...rest } = request({ precision }, alert);
  expect(url.reveal()).toBe(`http://influxdb:8086/write?db=falco&precision=${parameter}`);
  expect(bodyText({ url, ...rest })).toMatch(new RegExp(` ${time}$`));
});

it('escapes names and values, and leaves out what is empty or there already', () => {
  const fields = {
    'a b,c=d': 'e f,g=h"\\',
    rule: 'spoofed',
    tags: 'spoofed',
    '': 'x',
    empty: '',
    time: 'x',
    number: 7,
  };
  const [, tags] = /^events,rule=Test_rule,priority=Debug,source=syscalls,(.*),hostname=/.exec(line(fields)) ?? [];
  expect(tags).toBe(String.raw`a_b\,c\=d=e_f\,g\=h"\_,time_=x`);
});

it.for(Object.entries(hostileAlerts))(
  'stays within the limits, and on one line but for its text, for %s',
  ([, alert]) => {
    const text = bodyText(request({}, alert));
    const [series = ''] = text.split(' value="', 1);
    expect(Buffer.byteLength(series)).toBeLessThan(65_000);
    expect(series).not.toMatch(/[\s\p{Cc}]/u);
    expect(Buffer.byteLength(text)).toBeLessThan(65_000 + 2 * 65_000);
    expect(text.slice(series.length)).toMatch(/^ value="(?:[^"\\]|\\["\\])*" -?\d+$/);
  },
);

describe('the request', () => {
  const headers = (options: object) => {
    const { Authorization } = request(options).headers ?? {};
    return typeof Authorization === 'object' ? Authorization.reveal() : Authorization;
  };

  it('goes to version 2 where there is an organization', () => {
    const { url } = request({ organization: 'a&b', bucket: 'c/d', precision: 'us' });
    expect(url.reveal()).toBe('http://influxdb:8086/api/v2/write?org=a%26b&bucket=c%2Fd&precision=us');
  });

  it('refuses a unit that version 2 does not have', () => {
    expect(() => request({ organization: 'o', precision: 'h' })).toThrow(/must be ns, us, ms or s/);
  });

  it('names its database with care', () => {
    expect(request({ database: 'a&u=b' }).url.reveal()).toBe('http://influxdb:8086/write?db=a%26u%3Db&precision=ns');
  });

  it('carries credentials in a header', () => {
    expect(headers({ user: 'falco', password: 'x' })).toBe(`Basic ${Buffer.from('falco:x').toString('base64')}`);
    expect(headers({ user: 'falco', password: 'x', organization: 'o' })).toBe('Token falco:x');
    expect(headers({ user: 'falco', password: 'x', token: 't' })).toBe('Token t');
    expect(headers({ user: 'falco' })).toBeUndefined();
    expect(headers({ password: 'x' })).toBeUndefined();
  });
});

it.for([
  [404, '{"error":"database not found: \\"falco\\""}', MisconfiguredError, /create the database/],
  [404, '{"code":"not found","message":"bucket \\"falco\\" not found"}', MisconfiguredError, /organization and bucket/],
  [
    400,
    '{"error":"partial write: max-values-per-tag limit exceeded (100000/100000) dropped=1"}',
    MisconfiguredError,
    /raise/,
  ],
  [400, '{"error":"partial write: points beyond retention policy dropped=1"}', RejectedError, /answered 400/],
  [500, 'no JSON', DeliveryError, /answered 500/],
] as const)('explains %i with %s', async ([status, answer, kind, message]) => {
  const plain = status === 400 ? RejectedError : DeliveryError;
  const http = scripted(new plain(`answered ${status}`, { status, answer }));
  const error = await failureOf(deliver(await connect(influxdb, { hostport }, { http }), testAlert));
  expect(error).toBeInstanceOf(kind);
  expect(String(error)).toMatch(message);
  expect(error).toMatchObject({ status, answer });
});
