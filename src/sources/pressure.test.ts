import { afterEach, describe, expect, it } from 'vitest';
import { falcoAlert } from './testing/alerts.ts';
import { ask, post, RawClient, until } from './testing/client.ts';
import { IntakeServer } from './testing/intake-server.ts';

let server: IntakeServer;
afterEach(() => server[Symbol.asyncDispose]());

const alert = falcoAlert();
/** Room for one alert and a half. */
const tight = { maxInFlightBytes: Math.round(alert.length * 1.5) };

it('answers only after the journal has the alert', async () => {
  server = await IntakeServer.start();
  server.journal.isHeld = true;
  let isAnswered = false;
  const reply = post(server.port, alert).finally(() => (isAnswered = true));
  await until(() => server.journal.waiting === 1, 'the journal has it');
  expect(isAnswered).toBe(false);
  server.journal.release();
  expect(await reply).toMatchObject({ status: 200 });
});

it('lets requests wait where there is no room, and takes them all in the end', async () => {
  server = await IntakeServer.start({ limits: tight });
  server.journal.isHeld = true;
  const replies = Array.from({ length: 20 }, (_, number) => post(server.port, falcoAlert(number)));
  await until(() => server.journal.waiting === 1, 'the first is in work');
  expect(server.http.inFlightBytes()).toBeLessThanOrEqual(tight.maxInFlightBytes);
  server.journal.release();
  for (const reply of await Promise.all(replies)) expect(reply.status).toBe(200);
  expect(server.journal.alerts).toHaveLength(20);
  expect(server.http.inFlightBytes()).toBe(0);
});

it('does not read large bodies while there is no room', async () => {
  server = await IntakeServer.start({ limits: tight });
  server.journal.isHeld = true;
  const first = post(server.port, alert);
  await until(() => server.journal.waiting === 1, 'the first is in work');
  const client = await RawClient.connect(server.port);
  const body = Buffer.alloc(15 * 1024 * 1024, ' ');
  client.write(`POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n`).write(body);
  await until(() => server.http.waitingBodies() > 0, 'it waits');
  expect(await ask({ port: server.port, path: '/ping' })).toMatchObject({ status: 200 });
  expect(server.http.inFlightBytes()).toBe(alert.length);
  expect(client.socket.writableLength).toBeGreaterThan(0);
  server.journal.release();
  await first;
  await client.untilClosed();
  expect(client.statuses).toEqual([400]);
});

it('takes a body larger than all the room there is', async () => {
  server = await IntakeServer.start({ limits: { maxInFlightBytes: 1000 } });
  const large = falcoAlert(1, { output: 'x'.repeat(1_000_000) });
  const replies = Array.from({ length: 5 }, () => post(server.port, `${large} `));
  for (const reply of await Promise.all(replies)) expect(reply.status).toBe(200);
  expect(server.http.inFlightBytes()).toBe(0);
});

it('keeps the alert of a sender that left while it waited', async () => {
  server = await IntakeServer.start({ limits: tight });
  server.journal.isHeld = true;
  const first = post(server.port, falcoAlert(1));
  await until(() => server.journal.waiting === 1, 'the first is in work');
  const client = await RawClient.connect(server.port);
  const second = falcoAlert(2);
  client.write(`POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${second.length}\r\n\r\n${second}`);
  await until(() => server.http.waitingBodies() === 1, 'the second waits');
  client.leave();
  await until(() => server.listeners.connections() === 1, 'the server knows that the sender has left');
  server.journal.release();
  await first;
  await until(() => server.journal.alerts.length === 2, 'both are kept');
  await until(() => server.repetitions.remembered === 1, 'the second is remembered');
});

describe('a request that would wait too long is answered by 503', () => {
  it('where the journal does not answer; the alert may be kept later, and a repetition is recognised', async () => {
    server = await IntakeServer.start({ limits: { maxWaitMs: 50 } });
    server.journal.isHeld = true;
    expect(await post(server.port, alert)).toMatchObject({
      status: 503,
      body: 'The alert could not be kept in time: send it again\n',
    });
    expect(server.http.inFlightBytes()).toBe(alert.length);
    server.journal.release();
    await until(() => server.repetitions.remembered === 1, 'it is remembered');
    expect(server.http.inFlightBytes()).toBe(0);
    expect(await post(server.port, alert)).toMatchObject({ status: 200 });
    expect(server.journal.alerts).toHaveLength(1);
  });

  it('where there is no room', async () => {
    server = await IntakeServer.start({ limits: { ...tight, maxWaitMs: 50 } });
    server.journal.isHeld = true;
    const [first, second] = await Promise.all([post(server.port, falcoAlert(1)), post(server.port, falcoAlert(2))]);
    expect([first.status, second.status]).toEqual([503, 503]);
    server.journal.release();
    await until(() => server.http.inFlightBytes() === 0, 'the room is free');
    expect(server.journal.alerts).toHaveLength(1);
    expect(server.counts.refusedRequests.get('timeout')).toBe(2);
    expect(await post(server.port, falcoAlert(3))).toMatchObject({ status: 200 });
  });

  it('where the journal fails; the reason is in the log', async () => {
    server = await IntakeServer.start();
    server.journal.isHeld = true;
    const reply = post(server.port, alert);
    await until(() => server.journal.waiting === 1, 'the journal has it');
    server.journal.fail(new Error('database or disk is full'));
    expect(await reply).toMatchObject({ status: 503, body: 'The alert could not be kept: send it again\n' });
    expect(server.log.messages('warn')).toEqual(['The journal did not keep the alert: database or disk is full']);
    expect(server.counts.keptAlerts).toBe(0);
  });
});
