import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Alert } from '#alert/alert.ts';
import { DeliveryError, MisconfiguredError, RejectedError } from './errors.ts';
import { alertFrom, installation, referenceAlerts, testAlert } from './testing/alerts.ts';
import { connect, deliver, failureOf, scripted } from './testing/connect.ts';
import { hostileAlerts } from './testing/hostile-alerts.ts';
import { bodyText, isHttpRequest } from './testing/wire-text.ts';
import { victorialogs } from './victorialogs.ts';

const hostport = 'http://victorialogs:9428';
const line = z.looseObject({ uuid: z.string(), output: z.string(), output_fields: z.record(z.string(), z.unknown()) });

function request(alerts: readonly [Alert, ...Alert[]], options: object = {}, of = installation) {
  const encoded = victorialogs.configure({ hostport, ...options }, of).encode(alerts);
  if (!isHttpRequest(encoded)) throw new TypeError('It must be a request');
  return encoded;
}

function lines(...alerts: [Alert, ...Alert[]]) {
  return bodyText(request(alerts)).trimEnd().split('\n');
}

function alertWith(fields: object): Alert {
  const known = { output: 'o', priority: 'Error', rule: 'r', time: '2026-11-24T16:31:56Z' };
  return alertFrom(JSON.stringify({ ...known, output_fields: fields }));
}

function names(fields: object, path = ''): string[] {
  return Object.entries(fields).flatMap(([name, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? names(value, `${path}${name}.`)
      : [`${path}${name}`],
  );
}

it('sends alerts as they are, one a line', () => {
  const alerts = Object.values(referenceAlerts);
  expect(lines(testAlert, ...alerts)).toEqual([testAlert, ...alerts].map(({ json }) => json));
});

describe('options', () => {
  it('become parameters, encoded', () => {
    const { url } = request([testAlert], {
      endpoint: 'select/../insert/jsonline',
      streamfields: ['a&b'],
      ignorefields: ['c*'],
      extrafields: { d: 'e=f' },
    });
    expect(String(url)).toBe(
      `${hostport}/select/../insert/jsonline?_stream_fields=a%26b&_msg_field=output&_time_field=time&ignore_fields=c*&extra_fields=d%3De%3Df`,
    );
    expect(String(request([testAlert], { streamfields: [] }).url)).not.toContain('_stream_fields');
  });

  it('become headers', () => {
    const headers = (options: object) => request([testAlert], options).headers;
    expect(headers({})).toEqual({});
    expect(headers({ projectid: 7 })).toEqual({ AccountID: '0', ProjectID: '7' });
    expect(headers({ username: 'a' })).toEqual({});
    expect(Object.keys(headers({ username: 'a', password: 'b' }) ?? {})).toEqual(['Authorization']);
  });

  it.for([
    { streamfields: ['a,b'] },
    { streamfields: ['a=b'] },
    { extrafields: { a: 'b,c=d' } },
    { extrafields: { 'a=': 'b' } },
    { accountid: 2 ** 32 },
  ])('are refused: %j', (options) => {
    expect(() => request([testAlert], options)).toThrow(z.ZodError);
  });
});

describe('what VictoriaLogs would drop without a word', () => {
  it.for(Object.entries(hostileAlerts))('is cut until it fits: %s', ([, alert]) => {
    const [text = ''] = lines(alert);
    expect(Buffer.byteLength(text)).toBeLessThan(256 * 1024);
    const { output_fields: fields, ...others } = line.parse(JSON.parse(text));
    const paths = names(fields, 'output_fields.');
    expect(paths.length + Object.keys(others).length).toBeLessThan(1000);
    expect(Math.max(...paths.map((name) => Buffer.byteLength(name)))).toBeLessThanOrEqual(128);
    if (text.includes('[...]'))
      expect(others).toMatchObject({ uuid: alert.uuid, link: expect.stringContaining(alert.uuid) });
  });

  it('for its time goes with the time of its arrival', () => {
    const ends = ['the beginning of time', 'the end of time'].flatMap((title) => hostileAlerts[title] ?? []);
    const [first, second = first] = ends;
    if (!first || !second) throw new TypeError('They must be there');
    expect(lines(first, second)).toEqual(ends.map(({ json }) => json.replace('"time"', '"alert_time"')));
  });

  it('says where it was cut, and where the whole is', () => {
    const [text = ''] = lines(
      alertWith({ a: 'x'.repeat(300_000), b: ['y'.repeat(100_000)], c: { [`${'n'.repeat(200)}`]: 1 } }),
    );
    const { output_fields: fields, ...others } = line.parse(JSON.parse(text));
    expect(fields).toEqual({
      a: expect.stringMatching(/^x+\[\.\.\.\]$/),
      b: expect.stringMatching(/^\["y+\[\.\.\.\]$/),
      [`c.${'n'.repeat(107)}[...]`]: 1,
    });
    expect(others).toHaveProperty('link', `https://tiercel.example.com/alerts/${testAlert.uuid}`);
    const withoutConsole = request(
      [alertWith({ a: 'x'.repeat(300_000) })],
      {},
      { ...installation, consoleurl: undefined },
    );
    expect(bodyText(withoutConsole)).not.toContain('"link"');
  });
});

describe('an answer 400', () => {
  async function answered(answer: string) {
    const refusal = new RejectedError('victorialogs answered 400', { status: 400, answer });
    const connection = await connect(victorialogs, { hostport }, { http: scripted(refusal) });
    return failureOf(deliver(connection, testAlert));
  }

  it('to a line condemns it', async () => {
    expect(await answered('cannot process jsonline request; error: cannot parse JSON')).toBeInstanceOf(RejectedError);
  });

  it.for(['unsupported path requested: "/insert/jsonlin"', 'cannot parse stream field names'])(
    'to a path or a parameter holds alerts up: %j',
    async (answer) => {
      const error = await answered(answer);
      expect(error).toBeInstanceOf(MisconfiguredError);
      expect(String(error)).toContain('check endpoint, streamfields');
    },
  );

  it('only', async () => {
    const outage = new DeliveryError('victorialogs answered 503', { status: 503 });
    const connection = await connect(victorialogs, { hostport }, { http: scripted(outage) });
    expect(await failureOf(deliver(connection, testAlert))).toBe(outage);
  });
});
