import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readJson } from '#kit/json-read.ts';
import { isJsonObject } from '#kit/json.ts';
import type { Alert } from '#alert/alert.ts';
import { elasticsearch } from '#outputs/elasticsearch.ts';
import { installation, testAlert } from '#outputs/testing/alerts.ts';
import { findServer, freePort } from '#outputs/testing/programs.ts';
import { bodyText, isHttpRequest } from '#outputs/testing/wire-text.ts';
import { allAlerts, deliverAll, reasonsByTitle } from './deliver.ts';
import { Server } from './server.ts';

const command = findServer('opensearch');
const alerts = Object.values(allAlerts);
const hits = z.object({ hits: z.object({ hits: z.array(z.object({ _id: z.string(), _index: z.string() })) }) });

/** What no mapping made by OpenSearch itself takes, and why. */
const refused = {
  'request to Kubernetes': expect.stringContaining('cannot be changed from type'),
  'as empty as can be': expect.stringContaining('mapper_parsing_exception'),
  'every form of number': expect.stringContaining('failed to parse field'),
  'thousands of fields': expect.stringContaining('Limit of total fields'),
  'deep nesting': expect.stringContaining('mapper_parsing_exception'),
};

describe.skipIf(command === undefined)('OpenSearch', { timeout: 180_000 }, () => {
  let server: Server;
  let hostport: string;

  beforeAll(async () => {
    const [port, transportPort] = [await freePort(), await freePort()];
    hostport = `http://127.0.0.1:${port}`;
    const parameters = (folder: string) => [folder, String(port), String(transportPort)];
    server = await Server.start(command, parameters, `${hostport}/_cluster/health?wait_for_status=yellow`);
  });

  afterAll(async () => server[Symbol.asyncDispose]());

  async function ask(path: string, method = 'GET'): Promise<string> {
    return (await fetch(`${hostport}/${path}`, { method })).text();
  }

  async function stored(index: string) {
    await ask(`${index}/_refresh`, 'POST');
    return hits.parse(JSON.parse(await ask(`${index}/_search?size=1000&_source=false`))).hits.hits;
  }

  it('has every alert that it can map as it was sent, once, however often that was', async () => {
    const first = await deliverAll(elasticsearch, { hostport }, alerts);
    expect(reasonsByTitle(first.dead)).toEqual(refused);
    const found = await stored('falco-*');
    const taken = alerts.filter(({ uuid }) => !first.dead.has(uuid));
    expect(found.map(({ _id }) => _id).sort()).toEqual(taken.map(({ uuid }) => uuid));
    for (const { _id: id, _index: index } of found) {
      const source = await ask(`${encodeURIComponent(index)}/_source/${id}`);
      expect(source === documentOf(alerts.find(({ uuid }) => uuid === id))).toBe(true);
    }

    const second = await deliverAll(elasticsearch, { hostport }, alerts);
    expect([second.delivered, second.dead.size]).toEqual([first.delivered, first.dead.size]);
    expect(await stored('falco-*')).toHaveLength(found.length);
  });

  it('has them in one index by a template, compressed', async () => {
    const options = { hostport, index: 'security', suffix: 'none', createindextemplate: true, enablecompression: true };
    await deliverAll(elasticsearch, { ...options, numberofshards: 1, numberofreplicas: 0 }, [testAlert]);
    expect((await stored('security')).map(({ _id }) => _id)).toEqual([testAlert.uuid]);
    const settings = readJson(await ask('security/_settings'), { maxDepth: 20 });
    expect(JSON.stringify(settings)).toContain('"number_of_replicas":"0"');
    const mapping = readJson(await ask('security/_mapping/field/rule.keyword'), { maxDepth: 20 });
    expect(isJsonObject(mapping) && JSON.stringify(mapping)).toContain('"ignore_above":256');
  });

  it('has them one by one, as Falcosidekick sends them', async () => {
    const options = { hostport, index: 'singly', suffix: 'none', batching: { enabled: false } };
    const { delivered } = await deliverAll(elasticsearch, options, alerts.slice(0, 2));
    expect([delivered, (await stored('singly')).length]).toEqual([2, 2]);
  });
});

function documentOf(alert: Alert | undefined): string {
  const encoded = alert && elasticsearch.configure({ hostport: 'http://a' }, installation).encode([alert]);
  return isHttpRequest(encoded) ? (bodyText(encoded).split('\n')[1] ?? '') : '';
}
