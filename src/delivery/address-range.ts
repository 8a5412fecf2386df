import { BlockList, isIP } from 'node:net';

/**
 * What an address leads to. `special`: cloud metadata, which hands out credentials to whoever asks, link-local and
 * unspecified addresses, none of which is ever meant for alerts. `internal`: this machine, private networks, and what
 * is no single host on the Internet.
 */
export type AddressRange = 'public' | 'internal' | 'special';

/** See https://www.iana.org/assignments/iana-ipv4-special-registry and the documentation of each cloud's metadata. */
const special = listOf([
  ['0.0.0.0', 8],
  ['169.254.0.0', 16],
  // Alibaba, Oracle, and the platform of Azure.
  ['100.100.100.200', 32],
  ['192.0.0.192', 32],
  ['168.63.129.16', 32],
  ['::', 128],
  ['fe80::', 10],
  // Amazon and Google.
  ['fd00:ec2::', 32],
  ['fd20:ce::', 32],
]);

const internal = listOf([
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  // Multicast, reserved, broadcast.
  ['224.0.0.0', 3],
  // NAT64 of an organisation's own, where the IPv4 address may stand anywhere.
  ['64:ff9b:1::', 48],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['3fff::', 20],
]);

/** Everything else of IPv6 is either not assigned or not for the Internet. */
const globalUnicast = listOf([['2000::', 3]]);

/** The range of an IP address in any spelling; `internal` for what is none. */
export function rangeOf(address: string): AddressRange {
  if (isListed(address, special)) return 'special';
  if (isListed(address, internal)) return 'internal';
  const isAssigned = isIP(embeddedIpv4(address) ?? address) === 4 || isListed(address, globalUnicast);
  return isAssigned ? 'public' : 'internal';
}

/** Whether a list holds an address, or the IPv4 address within it. */
export function isListed(address: string, list: BlockList): boolean {
  return [withoutZone(address), embeddedIpv4(address) ?? ''].some((one) => {
    const family = familyOf(one);
    return family !== undefined && list.check(one, family);
  });
}

/** An address or a range of them, `10.1.2.3` or `10.0.0.0/8`; `undefined` for anything else. */
export function parseRange(text: string): readonly [network: string, prefix: number] | undefined {
  const [network = '', bits, ...rest] = text.split('/');
  const maxBits = familyOf(network) === 'ipv4' ? 32 : 128;
  if (isIP(network) === 0 || network.includes('%') || rest.length > 0) return undefined;
  if (bits === undefined) return [network, maxBits];
  return /^\d{1,3}$/.test(bits) && Number(bits) <= maxBits ? [network, Number(bits)] : undefined;
}

export function listOf(ranges: readonly (readonly [network: string, prefix: number])[]): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of ranges) list.addSubnet(network, prefix, familyOf(network) ?? 'ipv4');
  return list;
}

function familyOf(address: string): 'ipv4' | 'ipv6' | undefined {
  const family = isIP(address);
  if (family === 0) return undefined;
  return family === 4 ? 'ipv4' : 'ipv6';
}

/** An interface may follow a link-local address: `fe80::1%eth0`. */
function withoutZone(address: string): string {
  return address.replace(/%.*$/s, '');
}

/**
 * The IPv4 address that a packet to an IPv6 address ends at, where translation or a tunnel may stand in between: mapped,
 * compatible and translated addresses, NAT64 (https://www.rfc-editor.org/rfc/rfc6052), 6to4 and Teredo.
 */
function embeddedIpv4(address: string): string | undefined {
  const groups = groupsOf(withoutZone(address));
  if (!groups) return undefined;
  const [a = 0, b = 0, c = 0, , , , high = 0, low = 0] = groups;
  if (a === 0x2002) return dotted(b, c);
  if (a === 0x2001 && b === 0) return dotted(high ^ 0xffff, low ^ 0xffff);
  const prefix = groups.slice(0, 6).map((group) => group.toString(16));
  const isCompatible = prefix.every((group) => group === '0') && high > 0;
  const isLocalNat64 = a === 0x64 && b === 0xff9b && c === 1;
  return isCompatible || isLocalNat64 || embeddingPrefixes.has(prefix.join(':')) ? dotted(high, low) : undefined;
}

/** Mapped, translated, and NAT64 with its well-known prefix. */
const embeddingPrefixes: ReadonlySet<string> = new Set(['0:0:0:0:0:ffff', '0:0:0:0:ffff:0', '64:ff9b:0:0:0:0']);

/** The eight numbers of an IPv6 address; `URL` writes it without dots, in lower case. */
function groupsOf(address: string): readonly number[] | undefined {
  if (isIP(address) !== 6) return undefined;
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const before = numbersOf(head);
  const after = numbersOf(tail ?? '');
  return [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after];
}

function numbersOf(groups: string): number[] {
  return groups === '' ? [] : groups.split(':').map((group) => Number.parseInt(group, 16));
}

function dotted(high: number, low: number): string {
  return [high >> 8, high & 0xff, low >> 8, low & 0xff].join('.');
}
