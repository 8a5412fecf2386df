import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { changedAlert, type Alert } from '#alert/alert.ts';
import { isAtLeast } from '#alert/priority.ts';
import { DeliveryError } from '#outputs/errors.ts';
import { logstash } from '#outputs/logstash.ts';
import { logstashLine } from '#outputs/logstash-line.ts';
import { testAlert } from '#outputs/testing/alerts.ts';
import { connect, failureOf } from '#outputs/testing/connect.ts';
import { freePort, isListening, Program, temporaryFolder, until } from '#outputs/testing/programs.ts';
import { allAlerts, deliverAll } from './deliver.ts';

const folder = temporaryFolder();
const file = path.join(folder, 'received');
const manyAlerts = Array.from({ length: 5000 }, (_, index) => {
  const uuid = `018f3a5e-0000-4000-8000-${String(index).padStart(12, '0')}`;
  return changedAlert(testAlert, { uuid, output: 'x'.repeat(500) });
});

describe('a server that takes lines, as Logstash does', { timeout: 60_000 }, () => {
  let port: number;
  let server: Program;

  const start = async () => {
    server = new Program(process.execPath, path.join(import.meta.dirname, 'line-server.ts'), String(port), file);
    await until(() => isListening(port), 'the server');
  };

  beforeAll(async () => {
    port = await freePort();
    writeFileSync(file, '');
    await start();
  });

  afterAll(async () => {
    await server.end();
    rmSync(folder, { recursive: true, force: true });
  });

  const received = () => readFileSync(file, 'utf8').split('\r\n').slice(0, -1);

  it.for([true, false])('has every alert, byte for byte and in order, with confirm %j', async (confirm) => {
    writeFileSync(file, '');
    const alerts = Object.values(allAlerts);
    await deliverAll(logstash, { address: '127.0.0.1', port, confirm, tags: ['falco'] }, alerts);
    const isUrgent = ({ priority }: Alert) => isAtLeast(priority, 'Critical');
    const inOrder = [...alerts.filter(isUrgent), ...alerts.filter((alert) => !isUrgent(alert))];
    const expected = inOrder.map((alert) => logstashLine(alert, ['falco']));
    await until(() => received().length === expected.length, 'the lines');
    expect(received().map((line) => `${line}\r\n`)).toEqual(expected);
  });

  it('that goes away twice has every alert all the same, in the order of their first coming', async () => {
    writeFileSync(file, '');
    const delivered = deliverAll(logstash, { address: '127.0.0.1', port }, manyAlerts);
    for (const count of [500, 2500]) {
      await vi.waitFor(() => expect(received().length).toBeGreaterThan(count), { timeout: 20_000, interval: 1 });
      await server.end('SIGTERM');
      await start();
    }
    expect((await delivered).delivered).toBe(manyAlerts.length);
    const lines = received();
    expect([...new Set(lines)]).toEqual(manyAlerts.map(({ json }) => json));
    // A batch that was under way comes again.
    expect(lines.length - manyAlerts.length).toBeLessThanOrEqual(2 * 500);
  });
});

describe('a server that takes nothing', () => {
  it('is not sent anything, and named', async () => {
    let bytes = 0;
    const silent = net.createServer({ allowHalfOpen: true }, (socket) =>
      socket.on('data', (data) => (bytes += data.length)),
    );
    silent.listen(0, '127.0.0.1');
    await until(() => silent.listening, 'the server');
    const address = silent.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const error = await failureOf(
      connect(logstash, { address: '127.0.0.1', port }, { signal: AbortSignal.timeout(200) }),
    );
    expect(error).toBeInstanceOf(DeliveryError);
    expect(String(error)).toContain(`127.0.0.1:${port} does not hang up at the end of what it got`);
    expect(bytes).toBe(0);
    silent.close();
  });
});
