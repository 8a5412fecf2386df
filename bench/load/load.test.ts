import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { expect, it } from 'vitest';
import { defaultSplitLimits, splitEvents } from '../../src/rules/fields/split-events.ts';
import { podCreated } from '../../src/rules/testing/rule-set-of.ts';
import { auditRuleSet } from '../parts/audit-rules.ts';
import { closedLoop } from './closed-loop.ts';
import { openLoop } from './open-loop.ts';
import { eventsPerBatch } from './requests.ts';
import { loadSettings } from './settings.ts';

async function startServer(listener: RequestListener) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/`,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** A server that keeps what it is sent. */
function collector(bodies: string[], status: () => number = () => 200): RequestListener {
  return (request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      bodies.push(body);
      response.writeHead(status(), { 'Content-Length': '0' }).end();
    });
  };
}

it('posts as many different alerts as asked for', async () => {
  const bodies: string[] = [];
  await using server = await startServer(collector(bodies));
  const settings = loadSettings.parse({ mode: 'closed', url: server.url, connections: 7, seconds: 60, alerts: 5000 });
  const report = await closedLoop(settings);
  expect(report).toMatchObject({ accepted: 5000, refused: 0, unanswered: 0 });
  expect(new Set(bodies).size).toBe(5000);
  expect(report.acceptedBytes).toBe(bodies.reduce((sum, body) => sum + Buffer.byteLength(body), 0));
  expect(JSON.parse(bodies.at(-1) ?? '')).toMatchObject({ time: expect.stringMatching(/\.\d{9}Z$/) });
});

it('posts audit events as kube-apiserver does, on which no rule matches', { timeout: 60_000 }, async () => {
  const bodies: string[] = [];
  await using server = await startServer(collector(bodies));
  const settings = { mode: 'closed', url: server.url, connections: 2, seconds: 60, alerts: 60, body: 'audit' } as const;
  expect(await closedLoop(loadSettings.parse(settings))).toMatchObject({ accepted: 60 });
  expect(new Set(bodies).size).toBe(60);
  const options = { limits: defaultSplitLimits, source: 'k8s_audit', firstNumber: 1n };
  const [rules, copies] = [auditRuleSet(1), auditRuleSet(20)];
  expect([rules.size, copies.size]).toEqual([48, 960]);
  for (const body of bodies.slice(0, 4)) {
    const { events, refusals } = splitEvents(body, options);
    expect(refusals).toEqual([]);
    expect(events).toHaveLength(eventsPerBatch);
    expect(events.flatMap((event) => [...rules.detect(event), ...copies.detect(event)])).toEqual([]);
    expect(Buffer.byteLength(body) / eventsPerBatch).toBeGreaterThan(700);
  }
  const [pod] = splitEvents(JSON.stringify(podCreated()), options).events;
  expect(pod && rules.detect(pod)).toHaveLength(1);
});

it('counts what is not accepted apart', async () => {
  const bodies: string[] = [];
  await using server = await startServer(collector(bodies, () => (bodies.length % 2 === 0 ? 503 : 200)));
  const settings = loadSettings.parse({ mode: 'closed', url: server.url, connections: 1, seconds: 60, alerts: 100 });
  expect(await closedLoop(settings)).toMatchObject({ accepted: 50, refused: 50 });
});

it('goes on after a lost connection, and counts the request as unanswered', async () => {
  let requests = 0;
  await using server = await startServer((request, response) => {
    request.resume().on('end', () => {
      if (++requests === 10) request.socket.destroy();
      else response.writeHead(200, { 'Content-Length': '0' }).end();
    });
  });
  const settings = loadSettings.parse({ mode: 'closed', url: server.url, connections: 1, seconds: 60, alerts: 50 });
  expect(await closedLoop(settings)).toMatchObject({ accepted: 49, unanswered: 1 });
});

it('measures from when a request was due, although the one before it is slow', async () => {
  let requests = 0;
  await using server = await startServer((request, response) => {
    const answer = () => response.writeHead(200, { 'Content-Length': '0' }).end();
    request.resume().on('end', () => (++requests === 1 ? setTimeout(answer, 400) : answer()));
  });
  const settings = loadSettings.parse({ mode: 'open', url: server.url, connections: 1, seconds: 0.2, rate: 50 });
  const report = await openLoop(settings);
  expect(report.accepted).toBe(10);
  // The last of ten was due 180 ms after the first, and had to wait for it: none can have taken less than 220 ms.
  expect(report.p50Ms).toBeGreaterThan(200);
});
