import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { alertFrom } from '#outputs/testing/alerts.ts';
import { findServer, freePort } from '#outputs/testing/programs.ts';
import { zincsearch } from '#outputs/zincsearch.ts';
import { allAlerts, deliverAll, reasonsByTitle } from './deliver.ts';
import { Server } from './server.ts';

const command = findServer('zincsearch');
const alerts = Object.values(allAlerts);
const byUuid = new Map(alerts.map(({ uuid, json }) => [uuid, json]));
const alertJson = z.looseObject({ output_fields: z.record(z.string(), z.unknown()) });
const found = z.object({ hits: z.object({ hits: z.array(z.object({ _id: z.string(), _source: z.unknown() })) }) });

describe.skipIf(command === undefined)('ZincSearch', { timeout: 120_000 }, () => {
  let server: Server;
  let hostport: string;

  beforeAll(async () => {
    const port = await freePort();
    hostport = `http://127.0.0.1:${port}`;
    const parameters = (folder: string) => [`ZINC_DATA_PATH=${folder}`, command ?? '', String(port)];
    server = await Server.start('/usr/bin/env', parameters, `${hostport}/healthz`);
  });

  afterAll(async () => server[Symbol.asyncDispose]());

  async function stored(index: string) {
    const body = JSON.stringify({ query: { match_all: {} }, size: 1000 });
    const headers = { 'Content-Type': 'application/json' };
    const response = await fetch(`${hostport}/es/${index}/_search`, { method: 'POST', headers, body });
    return found.parse(await response.json()).hits.hits;
  }

  it('has every alert that it can map, once, however often it was sent', async () => {
    const { dead } = await deliverAll(zincsearch, { hostport }, alerts);
    expect(reasonsByTitle(dead)).toEqual({ 'every form of number': expect.stringContaining('value out of range') });
    const taken = alerts.filter(({ uuid }) => !dead.has(uuid));
    await deliverAll(zincsearch, { hostport }, taken);
    await vi.waitFor(async () => expect(await stored('falco')).toHaveLength(taken.length), { timeout: 60_000 });
    const documents = await stored('falco');
    expect(documents.map(({ _id: id }) => id).sort()).toEqual(taken.map(({ uuid }) => uuid));
    for (const { _id: id, _source: source } of documents) {
      // In fields, it keeps numbers as doubles, and makes texts of lists whose items are of several types.
      const { output_fields: fields, ...others } = alertJson.parse(JSON.parse(byUuid.get(id) ?? ''));
      expect(source).toMatchObject({ ...others, output_fields: expect.any(Object) });
      expect(Object.keys(fields).length).toBeGreaterThan(0);
    }
  });

  it('refuses a field of another type, and only that document', async () => {
    const known = { output: 'o', priority: 'Error', rule: 'r', time: '2026-11-24T16:31:56Z' };
    const alert = (field: unknown, number: number) =>
      alertFrom(JSON.stringify({ ...known, output_fields: { field } }), `018f3a5e-7d2c-4b1a-9f01-00000000000${number}`);
    const { delivered, dead } = await deliverAll(zincsearch, { hostport, index: 'typed' }, [
      alert(1, 1),
      alert('no number', 2),
      alert(3, 3),
    ]);
    expect(delivered).toBe(2);
    expect([...dead.values()]).toEqual([expect.stringContaining("can't convert to int")]);
  });
});
