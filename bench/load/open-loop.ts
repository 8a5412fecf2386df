import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from './connection.ts';
import { freshRequests, preparedRequests, type Requests } from './requests.ts';
import type { LoadReport, LoadSettings } from './settings.ts';
import { Tally } from './tally.ts';

/** How long answers are waited for after the last request. */
const graceMs = 10_000;

interface Lane {
  readonly connection: Connection;
  readonly requests: Requests;
  bodyLength: number;
  dueAtMs: number;
}

/** Requests fall due at even times and go to whichever connection is free; what waits for one is already late. */
export async function openLoop({
  url,
  connections,
  seconds,
  alerts,
  rate,
  isFresh,
  body,
}: LoadSettings): Promise<LoadReport> {
  const target = new URL(url);
  const prepared = isFresh ? [] : preparedRequests(target, connections, body);
  const fresh = freshRequests(target);
  const idle: Lane[] = [];
  let tally = new Tally();
  const due: number[] = [];
  let nextDue = 0;

  const post = () => {
    while (nextDue < due.length) {
      const lane = idle.pop();
      if (!lane) return;
      const request = lane.requests.next();
      lane.dueAtMs = due[nextDue++] ?? 0;
      lane.bodyLength = request.bodyLength;
      lane.connection.post(request.bytes);
    }
  };
  const lanes = Array.from({ length: connections }, (_, index) => {
    const lane: Lane = {
      requests: prepared[index] ?? fresh,
      bodyLength: 0,
      dueAtMs: 0,
      connection: new Connection(target, (status) => {
        tally.count(status, lane.bodyLength, performance.now() - lane.dueAtMs);
        idle.push(lane);
        post();
      }),
    };
    return lane;
  });
  await Promise.all(lanes.map(({ connection }) => connection.open()));
  idle.push(...lanes);

  tally = new Tally();
  const startedAtMs = performance.now();
  const total = Math.min(alerts ?? Infinity, Math.round(rate * seconds));
  for (let index = 0; index < total; index++) {
    const dueAtMs = startedAtMs + (index * 1000) / rate;
    await untilTime(dueAtMs);
    due.push(dueAtMs);
    post();
  }
  const giveUpAtMs = performance.now() + graceMs;
  while (tally.answered < total && performance.now() < giveUpAtMs) await sleep(2);
  const now = performance.now();
  const waiting = lanes.filter(({ connection }) => connection.isWaiting).map(({ dueAtMs }) => dueAtMs);
  const report = tally.report([...waiting, ...due.slice(nextDue)].map((dueAtMs) => now - dueAtMs));
  for (const { connection } of lanes) connection.close();
  return report;
}

/** Sleeps while there is time, then spins through the event loop, since timers are only good to a millisecond. */
async function untilTime(dueAtMs: number): Promise<void> {
  for (let leftMs = dueAtMs - performance.now(); leftMs > 0; leftMs = dueAtMs - performance.now()) {
    if (leftMs > 2) await sleep(1);
    else await new Promise(setImmediate);
  }
}
