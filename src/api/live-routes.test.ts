import { setTimeout as sleep } from 'node:timers/promises';
import { Hono } from 'hono';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '#kit/clock.ts';
import type { Journal } from '#journal/journal.ts';
import { openSqliteJournal } from '#journal/sqlite-journal.ts';
import { sampleAlert, sampleAlerts } from '#journal/testing/sample-alerts.ts';
import { liveEvents } from './contract/alerts.ts';
import { liveRoutes } from './live-routes.ts';

let journal: Journal;
let api: Hono;
let subscribers = 0;

beforeEach(async () => {
  journal = await openSqliteJournal({ path: '', durability: 'memory', clock: systemClock });
  const counted = {
    find: (query: Parameters<Journal['find']>[0]) => journal.find(query),
    subscribe: (listener: Parameters<Journal['subscribe']>[0]) => {
      subscribers++;
      const stop = journal.subscribe(listener);
      return () => {
        subscribers--;
        stop();
      };
    },
  };
  api = new Hono().route(
    '/',
    liveRoutes({ journal: counted, clock: systemClock, shown: (query) => query, countAttention: async () => 3 }),
  );
});

afterEach(() => journal.close());

interface Told {
  readonly seqs: readonly number[];
  readonly dropped: number;
  readonly ids: readonly string[];
  readonly pulses: number;
}

/** Follows until `isEnough`, and leaves. */
async function follow(
  path: string,
  isEnough: (told: Told) => boolean,
  headers: Record<string, string> = {},
): Promise<Told> {
  const response = await api.request(path, { headers });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  let text = '';
  let told = read(text);
  for await (const part of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += part;
    told = read(text);
    if (isEnough(told)) break;
  }
  return told;
}

function read(text: string): Told {
  const events = text
    .split('\n\n')
    .slice(0, -1)
    .map((block) => new Map(block.split('\n').map(fieldOf)));
  const dataOf = (name: string) =>
    events.filter((event) => event.get('event') === name).map((event) => parsed(event.get('data')));
  return {
    seqs: dataOf('alerts').flatMap((data) => liveEvents.alerts.parse(data).map(({ seq }) => seq)),
    dropped: dataOf('dropped').reduce<number>((_, data) => liveEvents.dropped.parse(data).total, 0),
    ids: events.flatMap((event) => event.get('id') ?? []),
    pulses: dataOf('pulse').filter((data) => liveEvents.pulse.parse(data).attention === 3).length,
  };
}

function fieldOf(line: string): [string, string] {
  const at = line.indexOf(':');
  return [line.slice(0, at), line.slice(at + 2)];
}

function parsed(data: string | undefined): unknown {
  return JSON.parse(data ?? 'null');
}

describe('the live stream', () => {
  it('brings new alerts that are meant, and stops looking when nobody follows', async () => {
    await journal.append(sampleAlerts(2));
    const following = follow('/alerts/live?query=rule:wanted', ({ seqs, pulses }) => seqs.length === 2 && pulses > 0);
    await sleep(50);
    await journal.append([sampleAlert({ rule: 'wanted' }), sampleAlert(), sampleAlert({ rule: 'wanted' })]);
    expect(await following).toEqual({ seqs: [3, 5], dropped: 0, ids: ['5'], pulses: 1 });
    await sleep(10);
    expect(subscribers).toBe(0);
  });

  it('goes on where it broke off, without a gap and without repeating', async () => {
    await journal.append(sampleAlerts(450));
    const isEnough = ({ seqs }: Told) => seqs.length === 448;
    const following = follow('/alerts/live', isEnough, { 'Last-Event-ID': '10' });
    await journal.append(sampleAlerts(8));
    const { seqs } = await following;
    expect(seqs).toEqual(Array.from({ length: 448 }, (_, index) => index + 11));
  });

  it('sends every alert or says that it is left out, while they come and go on coming', async () => {
    const total = 2400;
    const following = follow('/alerts/live', ({ seqs, dropped }) => seqs.length + dropped >= total);
    await sleep(50);
    for (let sent = 0; sent < total; sent += 120) {
      await journal.append(sampleAlerts(120));
      await sleep(60);
    }
    const { seqs, dropped } = await following;
    expect(seqs.length + dropped).toBe(total);
    expect(new Set(seqs).size).toBe(seqs.length);
  });

  it('says how many it leaves out', async () => {
    const isEnough = ({ seqs, dropped }: Told) => seqs.length + dropped === 3000;
    const following = [1, 2, 3].map(() => follow('/alerts/live', isEnough));
    await sleep(50);
    expect(subscribers).toBe(1);
    await journal.append(sampleAlerts(3000));
    for (const { seqs, dropped } of await Promise.all(following)) {
      expect(seqs.length).toBeLessThanOrEqual(150);
      expect(dropped).toBe(3000 - seqs.length);
    }
    const missed = await follow('/alerts/live?after=100', ({ dropped }) => dropped > 0);
    expect(missed).toMatchObject({ dropped: 1900 });
    expect(missed.seqs).toHaveLength(1000);
  });
});
