import { describe, expect, it } from 'vitest';
import { changedAlert } from '#alert/alert.ts';
import { DeliveryError, RejectedError } from './errors.ts';
import { spyderbat } from './spyderbat.ts';
import { spyderbatAlert } from './spyderbat-alert.ts';
import { alertFrom, installation, testAlert } from './testing/alerts.ts';
import { connect, deliver, failureOf, scripted } from './testing/connect.ts';
import { bodyText, isHttpRequest } from './testing/wire-text.ts';

const options = { orguid: 'org', apikey: 'swordfish', apiurl: 'https://spyderbat/' };

function alert(fields: string, output = '01:10:00.000000000: Debug A shell (x=y)') {
  const head = `"output":${JSON.stringify(output)},"priority":"Debug","rule":"r","time":"2001-01-01T01:10:00.5Z"`;
  return alertFrom(`{${head},"output_fields":${fields}}`);
}

it('writes a line as Falcosidekick, with the uuid and the time of the alert', () => {
  const fields = '{"evt.time":978311399123456789,"proc.pid":4242,"proc.cmdline":"bash -c <x>","container.id":"c1"}';
  const encoded = spyderbat.configure(options, installation).encode([alert(fields)]);
  if (!isHttpRequest(encoded)) throw new TypeError('No request');
  expect(encoded.url.reveal()).toBe('https://spyderbat/api/v1/org/org/source/falcosidekick_org/data/sb-agent');
  expect(encoded.gzip).toBe(true);
  expect(bodyText(encoded)).toBe(
    '{"schema":"falco_alert::1.0.0","id":"018f3a5e-7d2c-4b1a-9f00-000000000001","monotonic_time":500000000,' +
      '"orc_time":978311400.5,"time":978311399,"pid":4242,"level":"info","msg":["A","shell","(x=y)"],' +
      String.raw`"args":"bash -c \u003cx\u003e","container":"c1"}` +
      '\n',
  );
});

describe('what Falcosidekick refuses', () => {
  it.for(['{"a":1}', '{"evt.time":"1","proc.pid":"1"}', '{"evt.time":1.5,"proc.pid":null}'])(
    'is sent with the time of the alert and the pid 0: %s',
    (fields) => {
      expect(spyderbatAlert(alert(fields))).toMatchObject({ time: 978_311_400, pid: 0 });
    },
  );

  it('keeps all words of a text without time and priority', () => {
    expect(spyderbatAlert(alert('{"a":1}', 'A shell')).msg).toEqual(['A', 'shell']);
  });

  it('takes a pid as 32 bits', () => {
    expect(spyderbatAlert(alert('{"proc.pid":4294967297}')).pid).toBe(1);
  });

  it('has a fraction of a second that is none below zero', () => {
    expect(spyderbatAlert(changedAlert(testAlert, { time: '1960-01-01T00:00:00.25Z' })).monotonic_time).toBe(
      250_000_000,
    );
  });
});

describe('the source', () => {
  const known = '[{"uid":"other"},{"uid": "falcosidekick_org","name":"x"}]';

  async function requests(...answers: (string | Error)[]) {
    const http = scripted(...answers);
    const connection = await connect(spyderbat, { ...options, sourcedescription: 'All of it' }, { http });
    await deliver(connection, testAlert);
    return http.requests.map((request) => `${request.method ?? 'POST'} ${String(request.url)} ${bodyText(request)}`);
  }

  it('is left as it is where it is registered', async () => {
    expect((await requests(known, '')).map((text) => text.split(' ', 2).join(' '))).toEqual([
      'GET https://spyderbat/api/v1/org/org/source/',
      'POST https://spyderbat/api/v1/org/org/source/falcosidekick_org/data/sb-agent',
    ]);
  });

  it('is registered where it is not', async () => {
    expect((await requests('[]', '{}', ''))[1]).toBe(
      'POST https://spyderbat/api/v1/org/org/source/ ' +
        '{"name":"falcosidekick","description":"All of it","uid":"falcosidekick_org"}\n',
    );
  });

  it('may be registered by somebody else meanwhile', async () => {
    const refusal = new RejectedError('400', { status: 400, answer: 'exists' });
    expect(await requests('[]', refusal, known, '')).toHaveLength(4);
    expect(await failureOf(requests('[]', refusal, '[]'))).toBe(refusal);
  });

  it('is asked for again when the API could not be reached', async () => {
    const unreachable = new DeliveryError('refused');
    expect(await failureOf(requests(unreachable))).toBe(unreachable);
  });
});
