import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '#kit/clock.ts';
import { catalog } from '#outputs/catalog.generated.ts';
import { DeliveryError, MisconfiguredError, RejectedError } from '#outputs/errors.ts';
import { connect, failureOf } from '#outputs/testing/connect.ts';
import { createDialer, type DialerSettings, type LookupAll } from '#delivery/dialer.ts';
import { openHttpTransport, type ClosableHttpTransport } from '#delivery/http-transport.ts';
import { TlsContexts } from '#delivery/tls-contexts.ts';
import { answering, startServer } from '#delivery/testing/http-server.ts';
import { forbiddenNames, forbiddenUrls, internalNames } from './destination-vectors.ts';
import { startNameServer } from './name-server.ts';

const never = new AbortController().signal;
const contexts = new TlsContexts();
const files = { cacertfile: '', mutual: { certfile: '', keyfile: '', cacertfile: '' } };
let transport: ClosableHttpTransport | undefined;
afterEach(async () => transport?.close());

/** Whatever is not refused fails at the name server that is not there. */
const noNames: LookupAll = (host, _options, done) => done(new Error(`${host} was looked up`), []);

async function open(changes: Partial<DialerSettings> = {}, httpProxy = ''): Promise<ClosableHttpTransport> {
  const dialer = createDialer({ destination: 'computed', allowedHosts: [], lookup: noNames, ...changes });
  transport = openHttpTransport({
    connections: 1,
    tls: await contexts.options({ checkcert: true, mutualtls: false }, files),
    proxy: { httpProxy, httpsProxy: httpProxy, noProxy: '' },
    dialer,
    customheaders: {},
    userAgent: 'Falcosidekick',
    clock: systemClock,
  });
  return transport;
}

/** A URL that an output made from an alert. */
async function failureAt(http: ClosableHttpTransport, url: string): Promise<DeliveryError> {
  const failure = await http.send({ url: { toString: () => 'a URL', reveal: () => url } }, never).then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(failure instanceof DeliveryError)) throw new TypeError(`${url} was not refused`, { cause: failure });
  return failure;
}

it('has 200 ways to write a forbidden address at least', () => {
  expect(new Set(forbiddenUrls).size).toBeGreaterThanOrEqual(200);
});

it.for(forbiddenUrls)('does not connect to %j for an alert, with a proxy or without', async (url) => {
  for (const proxy of ['', 'http://127.0.0.1:9/']) {
    const failure = await failureAt(await open({}, proxy), url);
    expect(failure.message).toMatch(/is not on the Internet|is not a valid URL/);
    expect(failure).toBeInstanceOf(URL.canParse(url) ? RejectedError : MisconfiguredError);
    await transport?.close();
  }
});

it('connects nowhere else either when an alert names a port of this machine', async () => {
  await using server = await startServer(answering(200));
  const http = await open();
  for (const host of ['127.0.0.1', '2130706433', '0x7f.1', '[::ffff:127.0.0.1]', 'a@127.0.0.1', '127.0.0.1.']) {
    expect(await failureAt(http, `http://${host}:${server.port}/`)).toBeInstanceOf(RejectedError);
  }
  expect(server.connections()).toBe(0);
});

describe('a name', () => {
  const all = { ...forbiddenNames, ...internalNames };

  it.for(Object.keys(all))('%s is not connected to for an alert', async (name) => {
    await using names = await startNameServer((asked) => all[asked] ?? []);
    const failure = await failureAt(await open({ lookup: names.lookup }), `http://${name}/`);
    expect(failure).toBeInstanceOf(RejectedError);
    expect(failure.message).toMatch(/^\S+ \(\S+\) is not on the Internet/);
  });

  it.for(Object.keys(forbiddenNames))('%s is not connected to for the operator', async (name) => {
    await using names = await startNameServer((asked) => all[asked] ?? []);
    const failure = await failureAt(await open({ destination: 'configured', lookup: names.lookup }), `http://${name}/`);
    expect(failure).toBeInstanceOf(MisconfiguredError);
    expect(failure.message).toContain('list it in "delivery.allowedhosts"');
  });

  it('with a forbidden address among others leads to the others only', async () => {
    await using server = await startServer(answering(200));
    await using names = await startNameServer(() => ['169.254.169.254', 'fe80::1', '127.0.0.1']);
    const http = await open({ destination: 'configured', lookup: names.lookup });
    for (let sent = 0; sent < 5; sent++) {
      await http.send({ url: { toString: () => '', reveal: () => `http://both.example:${server.port}/` } }, never);
    }
    expect(server.requests).toHaveLength(5);
  });

  it('that is listed is connected to, whatever its address, in any case and with a dot at its end', async () => {
    await using server = await startServer(answering(200));
    await using names = await startNameServer(() => ['127.0.0.1']);
    const http = await open({ allowedHosts: ['Loop.Example'], lookup: names.lookup });
    for (const host of ['loop.example', 'LOOP.example', 'loop.example.']) {
      await http.send({ url: { toString: () => '', reveal: () => `http://${host}:${server.port}/` } }, never);
    }
    expect(server.requests).toHaveLength(3);
    expect(await failureAt(http, `http://sub.loop.example:${server.port}/`)).toBeInstanceOf(RejectedError);
  });
});

describe.for([
  ['syslog', { host: 'metadata.example', port: 80 }],
  ['syslog', { host: 'metadata.example', port: 80, protocol: 'tls' }],
  ['syslog', { host: 'metadata.example', port: 80, protocol: 'udp' }],
  ['redis', { address: 'metadata.example:80' }],
  ['redis', { address: 'metadata.example:80', tls: true }],
] as const)('a connection of %s with %j', ([id, options]) => {
  it('does not go by name to an address of metadata', async () => {
    await using names = await startNameServer((asked) => forbiddenNames[asked] ?? []);
    const output = catalog.find((one) => one.id === id);
    if (!output) throw new Error(`There is no output ${id}`);
    const { lookup } = createDialer({ destination: 'configured', allowedHosts: [], lookup: names.lookup });
    const failure = await failureOf(connect(output, options, { lookup }));
    expect(failure).toBeInstanceOf(MisconfiguredError);
    expect(String(failure)).toContain('metadata.example (169.254.169.254) is an address for metadata');
  });
});

it('resolves a name once for a connection, so that a name server that changes its answer reaches nothing', async () => {
  await using server = await startServer(answering(200, { Connection: 'close' }));
  const inside = createServer();
  let isReached = false;
  inside.on('connection', () => (isReached = true)).listen(server.port, '127.0.0.2');
  await once(inside, 'listening');
  await using names = await startNameServer((_name, before) => [before % 2 === 0 ? '127.0.0.1' : '127.0.0.2']);
  const http = await open({ allowedHosts: ['127.0.0.1'], lookup: names.lookup });
  const target = { toString: () => '', reveal: () => `http://rebinding.example:${server.port}/` };

  const outcomes: string[] = [];
  for (let round = 0; round < 6; round++) {
    const outcome = http.send({ url: target }, never).then(
      () => 'delivered',
      (error: unknown) => (error instanceof RejectedError ? 'refused' : String(error)),
    );
    outcomes.push(await outcome);
  }
  inside.close();
  expect(outcomes).toEqual(['delivered', 'refused', 'delivered', 'refused', 'delivered', 'refused']);
  expect(names.asked).toHaveLength(6);
  expect(isReached).toBe(false);
});

it.for([301, 302, 303, 307, 308])('does not follow a %i to metadata', async (status) => {
  await using server = await startServer(
    answering(status, { Location: 'http://169.254.169.254/latest/', Refresh: '0' }),
  );
  const http = await open({ destination: 'configured' });
  const failure = await failureAt(http, `${server.origin}/`);
  expect(failure).toBeInstanceOf(MisconfiguredError);
  expect(failure.message).toContain('redirects to 169.254.169.254');
  expect(server.requests).toHaveLength(1);
});

it('lets the operator write any address, and list ranges for what alerts lead to', () => {
  const configured = createDialer({ destination: 'configured', allowedHosts: [] });
  for (const host of ['169.254.169.254', '[fe80::1]', '127.0.0.1', '0.0.0.0']) {
    expect(() => configured.check(new URL(`http://${host}/`))).not.toThrow();
  }
  const computed = createDialer({ destination: 'computed', allowedHosts: ['10.0.0.0/8', 'fd00::/8'] });
  for (const host of ['10.1.2.3', '[::ffff:10.1.2.3]', '[fd12::1]', '8.8.8.8', 'example.com']) {
    expect(() => computed.check(new URL(`http://${host}/`))).not.toThrow();
  }
  expect(() => computed.check(new URL('http://11.0.0.1/'))).not.toThrow();
  expect(() => computed.check(new URL('http://192.168.0.1/'))).toThrow(RejectedError);
});
