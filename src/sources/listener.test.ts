import { once } from 'node:events';
import { createServer } from 'node:net';
import { systemClock } from '#kit/clock.ts';
import { silentLog } from '#kit/log.ts';
import { describe, expect, it } from 'vitest';
import { defaultConnectionLimits } from './limits.ts';
import { ListenerError } from './listener-error.ts';
import { startListeners } from './listener.ts';
import { falcoAlert } from './testing/alerts.ts';
import { ask, post, RawClient, until } from './testing/client.ts';
import { IntakeServer } from './testing/intake-server.ts';

const context = { limits: defaultConnectionLimits, clock: systemClock, log: silentLog };

/** A port that another program holds. */
async function takenPort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { port, [Symbol.dispose]: () => void server.close() };
}

async function freePort(): Promise<number> {
  using taken = await takenPort();
  return taken.port;
}

describe('the address', () => {
  it.for(['::1', '[::1]'])('%s listens on IPv6', async (address) => {
    await using server = await IntakeServer.start({ listener: { address } });
    expect(server.listeners.addresses()).toMatchObject([{ address: '::1', option: 'listenport', isTls: false }]);
    expect(await ask({ host: '::1', port: server.port, path: '/ping' })).toMatchObject({ status: 200 });
  });

  it('when empty listens on IPv4 and IPv6', async () => {
    await using server = await IntakeServer.start({ listener: { address: '' } });
    for (const host of ['127.0.0.1', '::1']) {
      expect(await ask({ host, port: server.port, path: '/ping' })).toMatchObject({ status: 200 });
    }
  });

  it('that is taken is named with the remedy', async () => {
    using taken = await takenPort();
    const start = startListeners({ address: '127.0.0.1', port: taken.port, tls: undefined }, {}, context);
    await expect(start).rejects.toThrow(ListenerError);
    await expect(start).rejects.toThrow(
      `Cannot listen on 127.0.0.1:${taken.port} (EADDRINUSE): another program uses the port: stop it, or set "listenport" to another`,
    );
  });

  it('that this machine does not have is named with the remedy', async () => {
    const start = startListeners({ address: '2001:db8::1', port: 2801, tls: undefined }, {}, context);
    await expect(start).rejects.toThrow(
      /Cannot listen on \[2001:db8::1\]:2801 \(\w+\): this machine .*"listenaddress"/,
    );
  });
});

describe('a stop', () => {
  it('lets requests in work end, and closes their connections', async () => {
    await using server = await IntakeServer.start();
    server.journal.isHeld = true;
    const client = await RawClient.connect(server.port);
    const alert = falcoAlert();
    client.write(`POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${alert.length}\r\n\r\n${alert}`);
    await until(() => server.journal.waiting === 1, 'the alert is in work');
    const { port } = server;
    const closed = server.listeners.close(30_000);
    await expect(ask({ port, path: '/ping' })).rejects.toThrow('ECONNREFUSED');
    server.journal.release();
    const heard = await client.untilClosed();
    expect(heard).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(heard).toContain('Connection: close');
    await closed;
  });

  it('does not wait for idle connections', async () => {
    await using server = await IntakeServer.start();
    const silent = await RawClient.connect(server.port);
    const idle = await RawClient.connect(server.port);
    idle.write('GET /ping HTTP/1.1\r\nHost: x\r\n\r\n');
    await until(() => idle.statuses.length === 1, 'there is an answer');
    await server.listeners.close(30_000);
    await Promise.all([silent.untilClosed(), idle.untilClosed()]);
  });

  it('cuts what is not done within the grace', async () => {
    await using server = await IntakeServer.start();
    server.journal.isHeld = true;
    const reply = post(server.port, falcoAlert()).catch((error: unknown) => String(error));
    await until(() => server.journal.waiting === 1, 'the alert is in work');
    await server.listeners.close(10);
    expect(await reply).toBe('Error: socket hang up');
  });
});

describe('a reload', () => {
  it('with the same address interrupts nothing', async () => {
    await using server = await IntakeServer.start();
    const { port } = server;
    const client = await RawClient.connect(port);
    for (let count = 1; count <= 20; count++) {
      client.write('GET /ping HTTP/1.1\r\nHost: x\r\n\r\n');
      await server.listeners.reload(server.settings());
      await until(() => client.statuses.length === count, 'there is an answer');
    }
    expect(server.port).toBe(port);
    client.leave();
  });

  it('moves to another port, and ends what is in work on the old one', async () => {
    await using server = await IntakeServer.start();
    const before = server.port;
    server.journal.isHeld = true;
    const reply = post(before, falcoAlert());
    await until(() => server.journal.waiting === 1, 'the alert is in work');
    const port = await freePort();
    await server.listeners.reload({ ...server.settings(), port });
    expect(await ask({ port, path: '/ping' })).toMatchObject({ status: 200 });
    await expect(ask({ port: before, path: '/ping' })).rejects.toThrow('ECONNREFUSED');
    server.journal.release();
    expect(await reply).toMatchObject({ status: 200 });
  });

  it('changes the address of the same port', async () => {
    await using server = await IntakeServer.start();
    const port = await freePort();
    await server.listeners.reload({ address: '', port, tls: undefined });
    await server.listeners.reload({ address: '127.0.0.1', port, tls: undefined });
    expect(server.listeners.addresses()).toMatchObject([{ address: '127.0.0.1', port }]);
    expect(await ask({ port, path: '/ping' })).toMatchObject({ status: 200 });
    await expect(ask({ host: '::1', port, path: '/ping' })).rejects.toThrow('ECONNREFUSED');
  });

  it('that fails leaves all as it was', async () => {
    await using server = await IntakeServer.start();
    using taken = await takenPort();
    const port = await freePort();
    await server.listeners.reload({ address: '', port, tls: undefined });
    const refused = [
      { address: '127.0.0.1', port: taken.port, tls: undefined },
      { address: '2001:db8::1', port, tls: undefined },
    ];
    for (const settings of refused) {
      await expect(server.listeners.reload(settings)).rejects.toThrow('Cannot listen on');
      expect(await ask({ port, path: '/ping' })).toMatchObject({ status: 200 });
      expect(server.listeners.addresses()).toMatchObject([{ port }]);
    }
  });
});
