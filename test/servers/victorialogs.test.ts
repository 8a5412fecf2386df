import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readJson } from '#kit/json-read.ts';
import { isJsonObject, type Json } from '#kit/json.ts';
import { writeJson } from '#kit/json-write.ts';
import type { Alert } from '#alert/alert.ts';
import { unixNanoseconds } from '#alert/time.ts';
import { loki } from '#outputs/loki.ts';
import { installation, testAlert } from '#outputs/testing/alerts.ts';
import { findServer, freePort, until } from '#outputs/testing/programs.ts';
import { bodyText, isHttpRequest } from '#outputs/testing/wire-text.ts';
import { victorialogs } from '#outputs/victorialogs.ts';
import { allAlerts, deliverAll } from './deliver.ts';
import { Server } from './server.ts';

const command = findServer('victoria-logs');
const alerts = Object.values(allAlerts);
const row = z.looseObject({ _msg: z.string(), _time: z.string(), _stream: z.string(), _stream_id: z.string() });
const identified = z.object({ uuid: z.string() });
type Row = z.output<typeof row>;

describe.skipIf(command === undefined)('VictoriaLogs', () => {
  let server: Server;
  let hostport: string;

  beforeAll(async () => {
    const address = `127.0.0.1:${await freePort()}`;
    hostport = `http://${address}`;
    const parameters = (folder: string) => [
      `-storageDataPath=${folder}`,
      `-httpListenAddr=${address}`,
      '-retentionPeriod=100y',
      '-futureRetention=100y',
    ];
    server = await Server.start(command, parameters, `${hostport}/health`);
  });

  afterAll(async () => server[Symbol.asyncDispose]());

  async function rows(count: number, filter: string, tenant = 0): Promise<Row[]> {
    const parameters = new URLSearchParams({ query: filter, limit: '10000' });
    const headers = { AccountID: String(tenant), ProjectID: '0' };
    let found: string[] = [];
    await until(async () => {
      const response = await fetch(`${hostport}/select/logsql/query?${parameters.toString()}`, { headers });
      found = (await response.text()).split('\n').filter((line) => line !== '');
      return found.length >= count;
    }, `${count} rows`);
    return found.map((line) => row.parse(JSON.parse(line)));
  }

  it('has every alert, however hostile; what is sent again twice', async () => {
    const { delivered, dead } = await deliverAll(victorialogs, { hostport }, alerts);
    expect([delivered, dead]).toEqual([alerts.length, new Map()]);
    const found = await rows(alerts.length, '*');
    const byUuid = new Map(found.map((one) => [one['uuid'], one]));
    expect(found).toHaveLength(alerts.length);
    expect(new Set(byUuid.keys())).toEqual(new Set(alerts.map(({ uuid }) => uuid)));
    for (const alert of alerts) expectSame(byUuid.get(alert.uuid), alert);

    await deliverAll(victorialogs, { hostport }, alerts.slice(0, 2));
    expect(await rows(alerts.length + 2, '*')).toHaveLength(alerts.length + 2);
  });

  it('has them in streams, of a tenant, with fields added and left out', async () => {
    const options = {
      hostport,
      accountid: 7,
      streamfields: ['source', 'output_fields.proc.name'],
      ignorefields: ['output_fields.proc.t*'],
      extrafields: { cluster: 'a & b = c' },
    };
    await deliverAll(victorialogs, options, [testAlert]);
    const [found, ...others] = await rows(1, '{source="syscalls"}', 7);
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      _stream: '{output_fields.proc.name="falcosidekick",source="syscalls"}',
      cluster: 'a & b = c',
    });
    expect(Object.keys(found ?? {})).not.toContain('output_fields.proc.tty');
  });

  it('takes what the output for Loki sends, through its API for Loki', async () => {
    const options = { hostport, tenant: '9:0', endpoint: '/insert/loki/api/v1/push', format: 'json' };
    // Nanoseconds of these times have more than 64 bits, for Loki as well; so many fields are too many for VictoriaLogs only.
    const without = ['the beginning of time', 'the end of time', 'thousands of fields'];
    const taken = Object.keys(allAlerts).flatMap((title) => (without.includes(title) ? [] : (allAlerts[title] ?? [])));
    const { delivered, dead } = await deliverAll(loki, options, taken);
    expect([delivered, dead]).toEqual([taken.length, new Map()]);
    const found = await rows(taken.length, '*', 9);
    const uuids = found.map((one) => one['uuid'] ?? identified.parse(JSON.parse(one._msg)).uuid);
    expect(found).toHaveLength(taken.length);
    expect(new Set(uuids)).toEqual(new Set(taken.map(({ uuid }) => uuid)));
  });
});

/** What VictoriaLogs makes of a line: one level, texts, nothing that is empty. */
function expectSame(found: Row | undefined, alert: Alert): void {
  const encoded = victorialogs.configure({ hostport: 'http://a' }, installation).encode([alert]);
  const sent = readJson(isHttpRequest(encoded) ? bodyText(encoded) : '', { maxDepth: 200 });
  const { output, time, ...expected } = Object.fromEntries(textsOf(sent, ''));
  const { _msg: message, _time, _stream, _stream_id, ...fields } = row.parse(found);
  expect(fields).toEqual(expected);
  expect(message).toBe(output ?? message);
  if (time !== undefined) expect(unixNanoseconds(_time)).toBe(unixNanoseconds(time));
}

function textsOf(value: Json, path: string): (readonly [name: string, text: string])[] {
  if (isJsonObject(value)) {
    const prefix = path === '' ? '' : `${path}.`;
    return Object.entries(value).flatMap(([name, item]) => textsOf(item, `${prefix}${name}`));
  }
  const text = typeof value === 'string' ? value : writeJson(value);
  return value === null || text === '' ? [] : [[path, text]];
}
