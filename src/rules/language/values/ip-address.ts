/** Addresses and networks as bytes; an IPv4 address never equals an IPv6 one, not even a mapped one. */
export interface IpNetwork {
  readonly address: Uint8Array;
  readonly bits: number;
}

export function parseIpv4(text: string): Uint8Array | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)) {
    return undefined;
  }
  return Uint8Array.from(parts, Number);
}

export function parseIpv6(text: string): Uint8Array | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map(groups);
  if (head === undefined || (halves.length === 2 && tail === undefined)) return undefined;
  const missing = 16 - head.length - (tail?.length ?? 0);
  if (halves.length === 2 ? missing < 2 : missing !== 0) return undefined;
  return Uint8Array.from([...head, ...Array.from({ length: missing }, () => 0), ...(tail ?? [])]);
}

/** An address of either family. */
export function parseIp(text: string): Uint8Array | undefined {
  return text.includes('.') && !text.includes(':') ? parseIpv4(text) : parseIpv6(text);
}

/**
 * The address of a constant of a rule.
 * @throws RangeError with Falco's text
 */
export function addressConstant(text: string): Uint8Array {
  const isIpv4 = text.includes('.');
  const address = isIpv4 ? parseIpv4(text) : parseIpv6(text);
  if (address === undefined) throw new RangeError(`unrecognized IPv${isIpv4 ? 4 : 6} address ${text}`);
  return address;
}

/**
 * The network of a constant of a rule.
 * @throws RangeError with Falco's text
 */
export function networkConstant(text: string): IpNetwork {
  const isIpv4 = text.includes('.');
  const slash = text.indexOf('/');
  if (slash < 0) throw new RangeError(isIpv4 ? `unrecognized IP network ${text}` : `invalid v6 netmask: ${text}`);
  const address = isIpv4 ? parseIpv4(text.slice(0, slash)) : parseIpv6(text.slice(0, slash));
  if (address === undefined) throw new RangeError(`unrecognized ${isIpv4 ? 'IP' : 'IPv6'} address ${text}`);
  const mask = text.slice(slash + 1);
  if (!/^[+-]?\d+$/.test(mask)) throw new RangeError(`${mask} is not a valid number`);
  const bits = Number(BigInt.asUintN(8, BigInt(mask)));
  if (isIpv4 ? bits > 32 : bits === 0 || bits > 128) {
    throw new RangeError(`invalid ${isIpv4 ? '' : 'v6 '}netmask ${mask}`);
  }
  return { address, bits };
}

/** A text that equal addresses, and only they, have. */
export function addressKey(address: Uint8Array): string {
  return address.join('.');
}

export function isInNetwork(address: Uint8Array, network: IpNetwork): boolean {
  if (address.length !== network.address.length) return false;
  const wholeBytes = network.bits >> 3;
  for (let at = 0; at < wholeBytes; at++) if (address[at] !== network.address[at]) return false;
  const shift = 8 - (network.bits & 7);
  return shift === 8 || (address[wholeBytes] ?? 0) >> shift === (network.address[wholeBytes] ?? 0) >> shift;
}

function groups(half: string): readonly number[] | undefined {
  if (half === '') return [];
  const bytes: number[] = [];
  const parts = half.split(':');
  for (const [index, part] of parts.entries()) {
    const embedded = index === parts.length - 1 && part.includes('.') ? parseIpv4(part) : undefined;
    if (embedded !== undefined) bytes.push(...embedded);
    else if (/^[0-9a-fA-F]{1,4}$/.test(part))
      bytes.push(Number.parseInt(part, 16) >> 8, Number.parseInt(part, 16) & 255);
    else return undefined;
  }
  return bytes;
}
