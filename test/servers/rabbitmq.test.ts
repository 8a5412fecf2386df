import { Connection } from 'rabbitmq-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MisconfiguredError, ThrottledError } from '#outputs/errors.ts';
import { rabbitmq } from '#outputs/rabbitmq.ts';
import { testAlert } from '#outputs/testing/alerts.ts';
import { connect, deliver, failureOf } from '#outputs/testing/connect.ts';
import { until } from '#outputs/testing/programs.ts';
import { allAlerts, deliverAll, reasonsByTitle, titlesOf } from './deliver.ts';
import { hasRabbitmq, RabbitmqServer } from './rabbitmq-server.ts';
import { deliverThroughRestart } from './restart.ts';

const alerts = Object.values(allAlerts);

describe.skipIf(!hasRabbitmq())('RabbitMQ', { timeout: 120_000 }, () => {
  let server: RabbitmqServer;
  let admin: Connection;

  beforeAll(async () => {
    server = await RabbitmqServer.create();
    admin = new Connection({ url: url(), noDelay: true, retryLow: 50, retryHigh: 100 });
    admin.on('error', () => {});
  }, 60_000);

  afterAll(async () => {
    admin.unsafeDestroy();
    await server.end();
  });

  const url = (credentials = 'falco:swordfish', vhost = '') =>
    `amqp://${credentials}@127.0.0.1:${server.port}/${vhost}`;

  /** All that a queue holds, in order. */
  async function stored(queue: string): Promise<string[]> {
    const channel = await admin.acquire();
    const texts: string[] = [];
    const next = () => channel.basicGet({ queue, noAck: true });
    for (let message = await next(); message; message = await next()) {
      texts.push(String(message.body));
      expect(message).toMatchObject({ contentType: 'text/plain', durable: true, messageId: expect.any(String) });
    }
    await channel.close();
    return texts;
  }

  it('has every alert in the queue, but for one that is too large', async () => {
    await admin.queueDeclare({ queue: 'falco', durable: true });
    const { dead } = await deliverAll(rabbitmq, { url: url(), queue: 'falco' }, alerts);
    expect(reasonsByTitle(dead)).toEqual({
      'long texts of what is escaped': expect.stringContaining('too large for RabbitMQ'),
    });
    const sent = alerts.filter(({ uuid }) => !dead.has(uuid)).map(({ json }) => json);
    // Those that went with the one that is too large were sent again.
    expect(titlesOf([...new Set(await stored('falco'))])).toEqual(titlesOf(sent));
  });

  it.for(['classic', 'quorum'])('has them through an exchange that it declares with a %s queue', async (queuetype) => {
    const names = { queue: `${queuetype}-alerts`, exchange: `${queuetype}-exchange`, routing: 'falco.alert' };
    await deliverAll(rabbitmq, { url: url(), ...names, declare: true, queuetype }, [testAlert]);
    expect(await stored(names.queue)).toEqual([testAlert.json]);
    expect(await server.control('list_queues', 'name', 'type', 'durable')).toContain(
      `${names.queue}\t${queuetype}\ttrue`,
    );
  });

  it('has all alerts after it was killed', async () => {
    const restart = async () => {
      await server.kill();
      await server.start();
    };
    await admin.queueDeclare({ queue: 'restarted', durable: true });
    // What RabbitMQ knows of a new queue is in a buffer at first, and a kill would take the queue with all that is in it.
    await server.control('eval', 'mnesia:sync_log().');
    const options = { url: url(), queue: 'restarted' };
    const result = await deliverThroughRestart(rabbitmq, options, restart, () => stored('restarted'));
    expect(result).toMatchObject({ lost: 0, isInOrder: true });
  });

  it.for([
    ['a wrong password', ['falco:sesame', ''], {}, /ACCESS_REFUSED.*: check user and password/],
    ['an unknown virtual host', ['falco:swordfish', 'nowhere'], {}, /vhost nowhere not found: check the virtual host/],
    ['a queue that may not be declared', ['reader:reader', ''], { declare: true }, /permissions of the user/],
  ] as const)('refuses %s, for the operator to mend', async ([, [credentials, vhost], others, remedy]) => {
    const options = { url: url(credentials, vhost), queue: 'mended', ...others };
    const error = await failureOf(connect(rabbitmq, options));
    expect(error).toBeInstanceOf(MisconfiguredError);
    expect(String(error)).toMatch(remedy);
    expect(String(error)).not.toMatch(/sesame|swordfish/);
  });

  it.for([
    ['a missing queue', {}, /has no queue "missing": create it, or set declare: true/],
    ['a missing exchange', { exchange: 'nowhere' }, /no exchange 'nowhere'.*: create it, or set declare: true/],
    [
      'an exchange without queues',
      { exchange: 'amq.topic' },
      /No queue takes what is sent to the exchange "amq.topic"/,
    ],
    ['who may not publish', { url: 'reader:reader' }, /ACCESS_REFUSED|permissions of the user/],
  ] as const)('refuses an alert for %s, for the operator to mend', async ([, changes, remedy]) => {
    const credentials = 'url' in changes ? changes.url : undefined;
    const connection = await connect(rabbitmq, { queue: 'missing', ...changes, url: url(credentials) });
    const error = await failureOf(deliver(connection, testAlert, ...alerts.slice(0, 2)));
    expect(error).toBeInstanceOf(MisconfiguredError);
    expect(String(error)).toMatch(remedy);
    await connection.close();
  });

  it('lets alerts that nobody wants go, if told so', async () => {
    const options = { url: url(), queue: 'missing', exchange: 'amq.topic', mandatory: false };
    expect(await deliverAll(rabbitmq, options, [testAlert])).toMatchObject({ delivered: 1 });
  });

  it('keeps what a full queue refuses', async () => {
    const limits = { 'x-max-length': 1, 'x-overflow': 'reject-publish' } as const;
    await admin.queueDeclare({ queue: 'full', durable: true, arguments: limits });
    const connection = await connect(rabbitmq, { url: url(), queue: 'full' });
    const error = await failureOf(deliver(connection, testAlert, ...alerts.slice(0, 4)));
    expect(error).toMatchObject({ name: 'PartialDeliveryError' });
    await stored('full');
    await deliver(connection, testAlert);
    await connection.close();
  });

  it('says that it takes nothing while its disk is full', async () => {
    const connection = await connect(rabbitmq, { url: url(), queue: 'falco' });
    await server.control('set_disk_free_limit', '100000GB');
    const errors = [await failureOf(deliver(connection, testAlert)), await failureOf(deliver(connection, testAlert))];
    for (const error of errors) {
      expect(error).toBeInstanceOf(ThrottledError);
      expect(String(error)).toContain('takes no messages at the moment: low on disk');
    }
    await server.control('set_disk_free_limit', '1MB');
    await until(async () => (await deliver(connection, testAlert).catch(() => undefined)) !== undefined, 'room');
    await connection.close();
  });

  it('is reached with TLS, if its certificate is trusted', async () => {
    const options = { url: `amqps://falco:swordfish@localhost:${server.tlsPort}`, queue: 'secured', declare: true };
    const untrusted = await failureOf(connect(rabbitmq, options));
    expect(untrusted).toBeInstanceOf(MisconfiguredError);
    expect(String(untrusted)).toContain('its certificate is not trusted');
    const connection = await connect(rabbitmq, options, { tls: { rejectUnauthorized: false } });
    await deliver(connection, testAlert);
    await connection.close();
  });

  it('ends a send that has no more time, and notices that a broker went away', async () => {
    const lost = Promise.withResolvers<Error>();
    const connection = await connect(rabbitmq, { url: url(), queue: 'falco' }, { lost: lost.resolve });
    const stopped = new Error('stopped');
    await expect(connection.deliver([testAlert], AbortSignal.abort(stopped))).rejects.toBe(stopped);
    await server.kill();
    await lost.promise;
    expect(String(await failureOf(deliver(connection, testAlert)))).toMatch(/The connection to .* (?:ended|failed)/);
    await connection.close();
    const refused = await failureOf(connect(rabbitmq, { url: url(), queue: 'falco' }));
    expect(String(refused)).toContain(`127.0.0.1:${server.port} failed (ECONNREFUSED)`);
  });
});
