import { copyFileSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import { systemClock } from '#kit/clock.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { watchCertificates } from './certificate-watch.ts';
import { loadServerCertificates, type ServerCertificates } from './server-certificates.ts';
import { falcoAlert } from './testing/alerts.ts';
import { CertificateFolder, type Pair } from './testing/certificates.ts';
import { ask, askTls, RawClient, until } from './testing/client.ts';
import { IntakeServer, RecordingLog } from './testing/intake-server.ts';

let folder: CertificateFolder;
let authority: Pair;
let pair: Pair;
beforeAll(() => {
  folder = new CertificateFolder();
  authority = folder.authority('ca');
  pair = folder.certified('server', authority);
});
afterAll(() => folder[Symbol.dispose]());

function plainFiles() {
  return { section: 'tlsserver', ...pair, clientCacertfile: undefined } as const;
}

function start(changes: { clientCacertfile?: string; notlspaths?: readonly string[]; pair?: Pair } = {}) {
  const { clientCacertfile, notlspaths = [], pair: { certfile, keyfile } = pair } = changes;
  return IntakeServer.start({
    listener: { tls: { certfile, keyfile, clientCacertfile, notlsport: 0, notlspaths } },
    connectionLimits: { certificatePollMs: 100 },
  });
}

/** Whom the server says it is, and what was agreed upon. */
function handshake(port: number, options: ConnectionOptions = {}) {
  return new Promise<{ name: string; protocol: string | null; alpn: string | false | null }>((resolve, reject) => {
    const socket = connectTls({ host: '127.0.0.1', port, ca: folder.read('ca.crt'), ...options }, () => {
      const { subject } = socket.getPeerCertificate();
      resolve({ name: String(subject.CN), protocol: socket.getProtocol(), alpn: socket.alpnProtocol });
      socket.destroy();
    });
    socket.on('error', reject);
  });
}

describe('TLS', () => {
  it('takes alerts, over HTTP/1.1 and TLS 1.2 at least', async () => {
    await using server = await start();
    const { port } = server;
    const ca = folder.read('ca.crt');
    expect(await askTls({ port, ca, method: 'POST' }, falcoAlert())).toMatchObject({ status: 200, body: '' });
    expect(server.listeners.addresses()).toMatchObject([{ isTls: true }]);
    expect(await handshake(port, { ALPNProtocols: ['h2', 'http/1.1'] })).toMatchObject({ alpn: 'http/1.1' });
    const old = { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    await expect(handshake(port, old)).rejects.toThrow('protocol version');
  });

  it('survives whoever speaks something else', async () => {
    await using server = await start();
    const client = await RawClient.connect(server.port);
    client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await client.untilClosed();
    expect(await handshake(server.port)).toMatchObject({ name: 'server' });
  });

  it('moves paths to the plain port', async () => {
    await using server = await start({ notlspaths: ['/metrics', '/ping', '/nothing'] });
    const [secure, plain] = server.listeners.addresses();
    expect(plain).toMatchObject({ option: 'tlsserver.notlsport', isTls: false });
    const ca = folder.read('ca.crt');
    const onPlain = (path: string) => ask({ port: plain?.port, path });
    const onSecure = (path: string) => askTls({ port: secure?.port, path, ca });
    expect(await onPlain('/metrics')).toMatchObject({ status: 200, body: 'up 1\n' });
    expect(await onPlain('/ping')).toMatchObject({ status: 200, body: 'pong\n' });
    for (const path of ['/', '/healthz', '/foo']) {
      expect(await onPlain(path)).toMatchObject({
        status: 404,
        body: '404 page not found\n',
        headers: { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' },
      });
    }
    expect(await onSecure('/ping')).toMatchObject({ status: 400, body: 'Please send with post http method\n' });
    expect(await onSecure('/healthz')).toMatchObject({ status: 200 });
    expect(server.log.messages('warn')).toEqual([expect.stringContaining('tlsserver.notlspaths')]);
  });

  it('has no "/" where that is moved', async () => {
    await using server = await start({ notlspaths: ['/'] });
    const [secure, plain] = server.listeners.addresses();
    const request = { path: '/any', method: 'POST' };
    expect(await ask({ ...request, port: plain?.port }, falcoAlert())).toMatchObject({ status: 200 });
    const ca = folder.read('ca.crt');
    expect(await askTls({ ...request, port: secure?.port, ca }, falcoAlert())).toMatchObject({ status: 404 });
  });
});

describe('mutual TLS', () => {
  it('takes only clients with a certificate of the authority', async () => {
    const clients = folder.authority('clients');
    folder.certified('known', clients);
    folder.certified('stranger', folder.authority('strangers'));
    await using server = await start({ clientCacertfile: clients.certfile });
    const as = (name: string) => ({ cert: folder.read(`${name}.crt`), key: folder.read(`${name}.key`) });
    const request = { port: server.port, path: '/ping', ca: folder.read('ca.crt') };
    expect(await askTls({ ...request, ...as('known') })).toMatchObject({ status: 200 });
    await expect(askTls({ ...request, ...as('stranger') })).rejects.toThrow(/ECONNRESET|EPIPE|hang up|alert/);
    await expect(askTls(request)).rejects.toThrow(/ECONNRESET|EPIPE|hang up|alert/);
  });
});

describe('certificates that cannot be used', () => {
  it.for([
    [
      'a missing certificate',
      { certfile: 'none.crt' },
      /none\.crt" cannot be read \(ENOENT\): correct "tlsserver.certfile"/,
    ],
    ['a missing key', { keyfile: 'none.key' }, /none\.key" cannot be read \(ENOENT\): correct "tlsserver.keyfile"/],
    [
      'a missing authority',
      { clientCacertfile: 'none.crt' },
      /cannot be read \(ENOENT\): correct "tlsserver.cacertfile"/,
    ],
    ['an authority without certificate', { clientCacertfile: 'empty' }, /empty" is not a PEM certificate/],
    ['a certificate that is none', { certfile: 'ca.key' }, /ca\.key" is not a PEM certificate/],
    ['the key of another', { keyfile: 'ca.key' }, /ca\.key" does not belong to the certificate ".*server\.crt"/],
  ] as const)('%s', async ([, names, message]) => {
    writeFileSync(folder.file('empty'), '');
    const files = Object.fromEntries(Object.entries(names).map(([option, name]) => [option, folder.file(name)]));
    await expect(loadServerCertificates({ ...plainFiles(), ...files })).rejects.toThrow(message);
  });
});

describe('renewed certificates', () => {
  it('are taken over, and a broken pair is reported while the old one stays', async () => {
    const renewed = folder.certified('renewed', authority);
    const live = { certfile: folder.file('live.crt'), keyfile: folder.file('live.key') };
    const put = (from: Pair) => {
      copyFileSync(from.certfile, live.certfile);
      copyFileSync(from.keyfile, live.keyfile);
    };
    put(pair);
    await using server = await start({ pair: live });
    expect(await handshake(server.port)).toMatchObject({ name: 'server' });

    copyFileSync(renewed.certfile, live.certfile);
    await until(() => server.log.messages('error').length === 1, 'the broken pair is reported');
    expect(server.log.messages('error')[0]).toMatch(/does not belong to .* The old certificates stay in use/);
    expect(await handshake(server.port)).toMatchObject({ name: 'server' });

    put(renewed);
    await until(() => server.log.messages('info').includes('New certificates are in use'), 'they are in use');
    expect(await handshake(server.port)).toMatchObject({ name: 'renewed' });
  });

  it('arrive in the way of Kubernetes, by a link that is replaced', async () => {
    const version = (name: string, from: Pair) => {
      mkdirSync(folder.file(name));
      copyFileSync(from.certfile, folder.file(`${name}/tls.crt`));
      copyFileSync(from.keyfile, folder.file(`${name}/tls.key`));
    };
    mkdirSync(folder.file('mount'));
    version('mount/v1', pair);
    symlinkSync('v1', folder.file('mount/..data'));
    for (const name of ['tls.crt', 'tls.key']) symlinkSync(`..data/${name}`, folder.file(`mount/${name}`));
    await using server = await start({
      pair: { certfile: folder.file('mount/tls.crt'), keyfile: folder.file('mount/tls.key') },
    });
    version('mount/v2', folder.certified('second', authority));
    symlinkSync('v2', folder.file('mount/..data_tmp'));
    renameSync(folder.file('mount/..data_tmp'), folder.file('mount/..data'));
    rmSync(folder.file('mount/v1'), { recursive: true });
    await until(() => server.log.messages('info').includes('New certificates are in use'), 'they are in use');
    expect(await handshake(server.port)).toMatchObject({ name: 'second' });
  });

  it('come in by a reload as well, from other files', async () => {
    await using server = await start();
    const { port } = server;
    const other = folder.certified('other', authority);
    await server.listeners.reload({
      ...server.settings(),
      tls: { ...other, clientCacertfile: undefined, notlsport: 0, notlspaths: [] },
    });
    expect(server.port).toBe(port);
    expect(await handshake(port)).toMatchObject({ name: 'other' });
  });

  it('are found by polling where the system reports no changes', async () => {
    const files = {
      ...plainFiles(),
      certfile: folder.file('later/a.crt'),
      keyfile: folder.file('later/a.key'),
    };
    const stop = new AbortController();
    const used: ServerCertificates[] = [];
    const initial = await loadServerCertificates(plainFiles());
    const log = new RecordingLog();
    const watching = watchCertificates(files, initial, {
      clock: systemClock,
      log,
      signal: stop.signal,
      pollMs: 20,
      use: (certificates) => void used.push(certificates),
    });
    await until(() => log.messages('error').length === 1, 'the missing files are reported');
    mkdirSync(folder.file('later'));
    const late = folder.certified('late', authority);
    copyFileSync(late.certfile, files.certfile);
    copyFileSync(late.keyfile, files.keyfile);
    await until(() => used.length === 1, 'they are found');
    stop.abort();
    await watching;
  });
});
