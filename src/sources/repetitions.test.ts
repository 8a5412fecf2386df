import { readFalcoAlert } from '#alert/falco-json.ts';
import { createEnrichment, noEnrichment } from '#alert/enrich.ts';
import { readJson } from '#kit/json-read.ts';
import { FakeClock } from '#kit/testing/fake-clock.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Repetitions } from './repetitions.ts';
import { falcoAlert } from './testing/alerts.ts';
import { ask, post, RawClient, until } from './testing/client.ts';
import { IntakeServer } from './testing/intake-server.ts';

describe('over HTTP', () => {
  let server: IntakeServer;
  beforeEach(async () => {
    server = await IntakeServer.start();
  });
  afterEach(() => server[Symbol.asyncDispose]());

  /** Posts, and leaves before the answer. */
  async function postAndLeave(body: string): Promise<void> {
    server.journal.isHeld = true;
    const client = await RawClient.connect(server.port);
    client.write(`POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    await until(() => server.journal.waiting === 1, 'the journal has it');
    client.leave();
    await until(() => server.listeners.connections() === 0, 'the server knows that the sender has left');
  }

  it('keeps two identical alerts that were answered promptly', async () => {
    for (let time = 0; time < 2; time++) expect(await post(server.port, falcoAlert())).toMatchObject({ status: 200 });
    expect(server.journal.alerts).toHaveLength(2);
  });

  it('keeps an alert whose sender has left, and drops its repetition', async () => {
    await postAndLeave(falcoAlert());
    server.journal.release();
    await until(() => server.repetitions.remembered === 1, 'it is remembered');
    expect(await post(server.port, falcoAlert())).toMatchObject({ status: 200, body: '' });
    expect(await post(server.port, falcoAlert(2))).toMatchObject({ status: 200 });
    expect(server.journal.alerts).toHaveLength(2);
    expect(server.counts).toMatchObject({ repetitions: 1, keptAlerts: 2, acceptedRequests: 3 });
  });

  it('answers the repetition of an alert in work when the original is durable', async () => {
    await postAndLeave(falcoAlert());
    let isAnswered = false;
    const repetition = post(server.port, falcoAlert()).then((reply) => {
      isAnswered = true;
      return reply;
    });
    await until(() => server.counts.repetitions === 1, 'the repetition is recognised');
    expect(isAnswered).toBe(false);
    server.journal.release();
    expect(await repetition).toMatchObject({ status: 200 });
    expect(server.journal.alerts).toHaveLength(1);
  });

  it('refuses the repetition of an alert that cannot be kept, and keeps the next one', async () => {
    await postAndLeave(falcoAlert());
    const repetition = post(server.port, falcoAlert());
    await until(() => server.counts.repetitions === 1, 'the repetition is recognised');
    server.journal.fail(new Error('disk full'));
    expect(await repetition).toMatchObject({ status: 503 });
    expect(await post(server.port, falcoAlert())).toMatchObject({ status: 200 });
    expect(server.journal.alerts).toHaveLength(1);
  });

  it('keeps what is new beside a repetition', async () => {
    await postAndLeave(falcoAlert(1));
    server.journal.release();
    await until(() => server.repetitions.remembered === 1, 'it is remembered');
    expect(await post(server.port, `${falcoAlert(1)}\n${falcoAlert(2)}`)).toMatchObject({ status: 200 });
    expect(server.journal.alerts.map(({ output }) => output.slice(-7))).toEqual(['hack-1)', 'hack-2)']);
  });

  it('keeps identical alerts within one request', async () => {
    expect(await post(server.port, `${falcoAlert()}\n${falcoAlert()}`)).toMatchObject({ status: 200 });
    expect(server.journal.alerts).toHaveLength(2);
  });

  it('never takes the test alert for a repetition', async () => {
    server.journal.isHeld = true;
    const tests = [1, 2].map(() => ask({ port: server.port, method: 'POST', path: '/test' }));
    await until(() => server.journal.waiting === 2, 'both are in work');
    server.journal.release();
    expect(await Promise.all(tests)).toMatchObject([{ status: 200 }, { status: 200 }]);
  });
});

it('remembers an alert that was answered too late to be heard', async () => {
  await using server = await IntakeServer.start({ limits: { repetitionAfterMs: 0 } });
  await post(server.port, falcoAlert());
  await until(() => server.repetitions.remembered === 1, 'it is remembered');
  await post(server.port, falcoAlert());
  expect(server.journal.alerts).toHaveLength(1);
});

it('keeps every repetition where the window is 0', async () => {
  await using server = await IntakeServer.start({ limits: { repetitionAfterMs: 0, dedupWindowMs: 0 } });
  for (let time = 0; time < 2; time++) await post(server.port, falcoAlert());
  expect(server.journal.alerts).toHaveLength(2);
});

describe('what is remembered', () => {
  const limits = { dedupWindowMs: 1000, maxRemembered: 3 };
  const enrich = createEnrichment(noEnrichment, () => 'any');
  const alert = (number: number) => enrich(readFalcoAlert(readJson(falcoAlert(number), { maxDepth: 10 })));
  const entry = (number: number, receivedAtMs: number) => ({
    seq: number,
    receivedAtMs,
    lane: 'normal' as const,
    alert: alert(number),
  });

  it('is forgotten after the window, whatever the wall clock does', async () => {
    const clock = new FakeClock();
    const repetitions = new Repetitions(clock, () => limits);
    repetitions.end([alert(1)], true);
    clock.wallOffsetMs += 10 * 365 * 86_400_000;
    await clock.advance(999);
    expect(repetitions.original(alert(1))).toBeDefined();
    clock.wallOffsetMs -= 20 * 365 * 86_400_000;
    await clock.advance(1);
    expect(repetitions.original(alert(1))).toBeUndefined();
    expect(repetitions.remembered).toBe(0);
  });

  it('is bounded, the oldest forgotten first', () => {
    const repetitions = new Repetitions(new FakeClock(), () => limits);
    for (let number = 1; number <= 5; number++) repetitions.end([alert(number)], true);
    expect(repetitions.remembered).toBe(3);
    expect(repetitions.original(alert(2))).toBeUndefined();
    expect(repetitions.original(alert(3))).toBeDefined();
  });

  it('includes what a previous process kept within the window', () => {
    const clock = new FakeClock();
    const repetitions = new Repetitions(clock, () => limits);
    repetitions.remember([entry(1, clock.now() - 2000), entry(2, clock.now() - 500)]);
    expect(repetitions.original(alert(1))).toBeUndefined();
    expect(repetitions.original(alert(2))).toBeDefined();
  });

  it('tells alerts apart by time, host, rule and output only', () => {
    const repetitions = new Repetitions(new FakeClock(), () => limits);
    repetitions.end([alert(1)], true);
    expect(repetitions.original({ ...alert(1), uuid: 'other', tags: ['x'] })).toBeDefined();
    for (const change of [{ time: '2026-01-31T12:00:01Z' }, { hostname: 'x' }, { rule: 'x' }, { output: 'x' }]) {
      expect(repetitions.original({ ...alert(1), ...change })).toBeUndefined();
    }
  });
});
