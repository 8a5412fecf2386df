import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { FakeClock } from '#kit/testing/fake-clock.ts';
import { url } from '#kit/url.ts';
import { createDialer } from './dialer.ts';
import { openHttpTransport } from './http-transport.ts';
import { proxyFor } from './proxy.ts';
import { answering, startServer } from './testing/http-server.ts';
import { createAuthority } from './testing/certificates.ts';
import { TlsContexts } from './tls-contexts.ts';

const proxies = { httpProxy: 'http://plain:3128', httpsProxy: 'secure:3129', noProxy: '' };

it('is chosen by the scheme of the target', () => {
  expect(proxyFor(new URL('http://a.example/'), proxies)).toBe('http://plain:3128');
  expect(proxyFor(new URL('https://a.example/'), proxies)).toBe('http://secure:3129');
  expect(proxyFor(new URL('https://a.example/'), { ...proxies, httpsProxy: '' })).toBeUndefined();
});

it.for(['localhost', '127.0.0.1', '127.9.9.9', '[::1]'])('is never used for %s', (host) => {
  expect(proxyFor(new URL(`http://${host}:8080/`), proxies)).toBeUndefined();
});

it.for([
  ['*', 'a.example', true],
  ['example', 'a.example', true],
  ['.example', 'a.example', true],
  ['*.example', 'a.example', true],
  ['.a.example', 'a.example', false],
  ['A.EXAMPLE', 'a.example', true],
  ['xample', 'a.example', false],
  ['other, a.example', 'a.example', true],
  ['a.example:80', 'a.example', true],
  ['a.example:8080', 'a.example', false],
  ['10.0.0.0/8', '10.1.2.3', true],
  ['10.0.0.0/8', '11.1.2.3', false],
  ['10.0.0.0/99', '10.1.2.3', false],
  ['10.1.2.3', '10.1.2.3', true],
  ['10.1.2.3:81', '10.1.2.3', false],
  ['fd00::/8', '[fd00::5]', true],
  ['fd00::5', '[fd00::5]', true],
  ['[fd00::5]:80', '[fd00::5]', true],
  [',', 'a.example', false],
] as const)('heeds NO_PROXY=%s for %s: %s', ([noProxy, host, isDirect]) => {
  const proxy = proxyFor(new URL(`http://${host}/`), { ...proxies, noProxy });
  expect(proxy === undefined).toBe(isDirect);
});

/** Leads everything to one port of this machine, whatever host was asked for. */
async function startProxy(port: number) {
  const seen: string[] = [];
  const proxy = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    response.end('by proxy');
  });
  proxy.on('connect', (request, client) => {
    seen.push(`CONNECT ${request.url} ${request.headers['proxy-authorization']}`);
    const target = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      client.pipe(target).pipe(client);
    });
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const address = proxy.address();
  return { proxy, seen, port: typeof address === 'object' && address ? address.port : 0 };
}

it('passes plain requests on whole, and tunnels those over TLS', async () => {
  await using authority = await createAuthority();
  const files = await authority.issue('target.example');
  await using target = await startServer(answering(200, {}, 'through the tunnel'), files.server);
  const { proxy, seen, port } = await startProxy(target.port);
  const address = `http://user:pass@127.0.0.1:${port}`;
  const certificates = { cacertfile: authority.cacertfile, mutual: { certfile: '', keyfile: '', cacertfile: '' } };
  const transport = openHttpTransport({
    connections: 1,
    tls: await new TlsContexts().options({ checkcert: true, mutualtls: false }, certificates),
    proxy: { httpProxy: address, httpsProxy: address, noProxy: '' },
    dialer: createDialer({ destination: 'configured', allowedHosts: [] }),
    customheaders: {},
    userAgent: 'Falcosidekick',
    clock: new FakeClock(),
  });

  const never = new AbortController().signal;
  expect((await transport.send({ url: url`http://target.example/a?b=c` }, never)).text).toBe('by proxy');
  expect((await transport.send({ url: url`https://target.example/` }, never)).text).toBe('through the tunnel');
  expect(seen).toEqual(['POST http://target.example/a?b=c', `CONNECT target.example:443 Basic ${btoa('user:pass')}`]);
  await transport.close();
  proxy.closeAllConnections();
  proxy.close();
});
