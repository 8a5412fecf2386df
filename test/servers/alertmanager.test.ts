import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Alert } from '#alert/alert.ts';
import { alertmanager } from '#outputs/alertmanager.ts';
import { installation } from '#outputs/testing/alerts.ts';
import { findServer, freePort } from '#outputs/testing/programs.ts';
import { bodyText, isHttpRequest } from '#outputs/testing/wire-text.ts';
import { allAlerts, deliverAll } from './deliver.ts';
import { Server } from './server.ts';

const command = findServer('prometheus-alertmanager') ?? findServer('alertmanager');
const alerts = Object.values(allAlerts);
const texts = z.record(z.string(), z.string());
const fired = z.array(z.object({ labels: texts, annotations: texts }));

describe.skipIf(command === undefined)('Alertmanager', () => {
  let server: Server;
  let hostport: string[];

  beforeAll(async () => {
    const address = `127.0.0.1:${await freePort()}`;
    hostport = [`http://${address}`];
    const parameters = (folder: string) => {
      const file = path.join(folder, 'alertmanager.yml');
      writeFileSync(file, 'route: { receiver: nobody }\nreceivers: [{ name: nobody }]\n');
      const storage = `--storage.path=${folder}`;
      return [`--config.file=${file}`, storage, `--web.listen-address=${address}`, '--cluster.listen-address='];
    };
    server = await Server.start(command, parameters, `http://${address}/-/ready`);
  });

  afterAll(async () => server[Symbol.asyncDispose]());

  async function active() {
    const response = await fetch(`${hostport[0]}/api/v2/alerts`);
    return fired.parse(await response.json());
  }

  it('fires every alert, each once, however often it was sent', async () => {
    const { dead } = await deliverAll(alertmanager, { hostport }, alerts);
    expect(dead).toEqual(new Map());
    // Alerts with the same labels are one; the last has its annotations.
    const expected = new Map(alerts.map(sent).map(({ labels, annotations }) => [key(labels), annotations]));
    const found = await active();
    expect(found.map(({ labels }) => key(labels)).sort()).toEqual([...expected.keys()].sort());
    for (const { labels, annotations } of found) expect(annotations).toEqual(expected.get(key(labels)));
    await deliverAll(alertmanager, { hostport }, alerts);
    expect(await active()).toHaveLength(found.length);
  });
});

/** Labels and annotations without text are none. */
function sent(alert: Alert) {
  const encoded = alertmanager.configure({ hostport: ['http://a'] }, installation).encode([alert]);
  const [first] = fired.parse(JSON.parse(isHttpRequest(encoded) ? bodyText(encoded) : ''));
  return { labels: withText(first?.labels ?? {}), annotations: first?.annotations ?? {} };
}

function withText(labels: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).filter(([, text]) => text !== ''));
}

function key(labels: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
