import { BlockList, isIP } from 'node:net';
import { Secret } from '#kit/secret.ts';

/** The three environment variables of the same names, as they are; empty for none. */
export interface ProxySettings {
  readonly httpProxy: string;
  readonly httpsProxy: string;
  readonly noProxy: string;
}

/**
 * The proxy for a URL, by the rules of Go's client, which Falcosidekick's users have set up: never for this machine,
 * and not for what `NO_PROXY` lists. See https://pkg.go.dev/golang.org/x/net/http/httpproxy#Config.
 */
export function proxyFor(target: URL, settings: ProxySettings): string | undefined {
  const proxy = target.protocol === 'https:' ? settings.httpsProxy : settings.httpProxy;
  if (proxy === '' || isDirect(target, settings.noProxy)) return undefined;
  return urlOf(proxy);
}

/** User and password of the proxies, with the rest of their URLs. */
export function proxySecrets({ httpProxy, httpsProxy }: ProxySettings): readonly Secret[] {
  return [httpProxy, httpsProxy].filter((proxy) => proxy.includes('@')).map((proxy) => new Secret(urlOf(proxy)));
}

function urlOf(proxy: string): string {
  return proxy.includes('://') ? proxy : `http://${proxy}`;
}

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8);
loopback.addAddress('::1', 'ipv6');

function isDirect(target: URL, noProxy: string): boolean {
  const host = target.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  if (host === 'localhost' || contains(loopback, host)) return true;
  const port = target.port === '' ? defaultPort(target) : target.port;
  return noProxy
    .split(',')
    .map((item) => item.trim().toLowerCase())
    .some((item) => item !== '' && covers(item, host, port));
}

/** `*`, an address, a range, `host`, `.domain`, each with a port or without. */
function covers(item: string, host: string, port: string): boolean {
  if (item === '*') return true;
  if (item.includes('/')) return inRange(item, host);
  const [, name = '', onlyPort] = /^(.*?|\[.*\])(?::(\d+))?$/.exec(isIP(item) === 6 ? `[${item}]` : item) ?? [];
  if (onlyPort !== undefined && onlyPort !== port) return false;
  const bare = name.replace(/^\[|\]$/g, '').replace(/^\*(?=\.)/, '');
  if (isIP(bare) !== 0) return bare === host;
  return bare.startsWith('.') ? host.endsWith(bare) : host === bare || host.endsWith(`.${bare}`);
}

function inRange(range: string, host: string): boolean {
  const [network = '', prefix = ''] = range.split('/');
  const family = isIP(network);
  const bits = Number(prefix);
  if (family === 0 || !/^\d+$/.test(prefix) || bits > (family === 4 ? 32 : 128)) return false;
  const list = new BlockList();
  list.addSubnet(network, bits, family === 4 ? 'ipv4' : 'ipv6');
  return contains(list, host);
}

function contains(list: BlockList, host: string): boolean {
  const family = isIP(host);
  return family !== 0 && list.check(host, family === 4 ? 'ipv4' : 'ipv6');
}

function defaultPort(target: URL): string {
  return target.protocol === 'https:' ? '443' : '80';
}
