/** Addresses that alerts must not lead to, and how somebody may write them into a URL. */

export const forbiddenIpv4 = [
  '169.254.169.254',
  '169.254.170.2',
  '100.100.100.200',
  '127.0.0.1',
  '127.1.2.3',
  '10.0.0.1',
  '172.16.0.1',
  '192.168.1.1',
  '100.64.0.1',
  '0.0.0.0',
  '224.0.0.1',
  '255.255.255.255',
] as const;

const forbiddenIpv6 = [
  '::',
  '::1',
  'fe80::1',
  'fe80::a9fe:a9fe',
  'fd00:ec2::254',
  'fd20:ce::254',
  'fc00::1',
  'fd12:3456::1',
  'ff02::1',
  'fec0::1',
  '64:ff9b:1::1',
  '2001:db8::1',
] as const;

/** Spellings of an IPv4 address that some URL parser, or some system, takes for it. */
function spellings(address: string): readonly string[] {
  const bytes = address.split('.').map(Number);
  const [a = 0, b = 0, c = 0, d = 0] = bytes;
  const number = ((a * 256 + b) * 256 + c) * 256 + d;
  const groups = `${hex(a * 256 + b)}:${hex(c * 256 + d)}`;
  return [
    address,
    `${address}.`,
    String(number),
    `0x${number.toString(16)}`,
    `0X${number.toString(16).toUpperCase()}`,
    `0${number.toString(8)}`,
    bytes.map((byte) => `0${byte.toString(8)}`).join('.'),
    bytes.map((byte) => `0x${byte.toString(16)}`).join('.'),
    bytes.map((byte) => `000${byte.toString(8)}`).join('.'),
    `${a}.${(b * 256 + c) * 256 + d}`,
    `${a}.${b}.${c * 256 + d}`,
    `0x${a.toString(16)}.0${b.toString(8)}.${c * 256 + d}`,
    address.replaceAll('.', '%2e'),
    address.replaceAll('.', '。'),
    address.split('').map(fullWidth).join(''),
    address
      .split('')
      .map((digit) => `%${digit.charCodeAt(0).toString(16)}`)
      .join(''),
    address.replace(/^./, (digit) => `${digit}\t`),
    `[::ffff:${address}]`,
    `[::ffff:${groups}]`,
    `[0:0:0:0:0:FFFF:${groups.toUpperCase()}]`,
    `[::ffff:0:${groups}]`,
    ...(number > 65_535 ? [`[::${address}]`] : []),
    `[64:ff9b::${address}]`,
    `[64:ff9b:1::${groups}]`,
    `[2002:${groups}::1]`,
  ];
}

function hex(number: number): string {
  return number.toString(16);
}

function fullWidth(digit: string): string {
  return digit === '.' ? '．' : String.fromCharCode(digit.charCodeAt(0) + 0xfee0);
}

/** The rest of a URL around a host that must not mislead anybody about which host it is. */
const disguises: readonly ((host: string) => string)[] = [
  (host) => `http://example.com@${host}/`,
  (host) => `http://example.com:80@${host}:80/`,
  (host) => `http://example.com%40x@${host}/`,
  (host) => `http:\\\\${host}\\`,
  (host) => `http:${host}`,
  (host) => `http:///${host}/`,
  (host) => ` http://${host}/ `,
  (host) => `HTTP://${host}:80/?a=//example.com/`,
  (host) => `https://${host}#@example.com`,
  (host) => `http://${host}?@example.com`,
];

/** Each is a URL whose host is forbidden, or no URL at all. */
export const forbiddenUrls: readonly string[] = [
  ...forbiddenIpv4.flatMap(spellings).map((host) => `http://${host}/latest/meta-data/`),
  ...forbiddenIpv6.map((host) => `http://[${host}]/`),
  ...disguises.flatMap((disguise) => ['169.254.169.254', '127.0.0.1', '[::1]', '0xa9fea9fe'].map(disguise)),
];

/** Names, and what they resolve to. */
export const forbiddenNames: Readonly<Record<string, readonly string[]>> = {
  'metadata.google.internal': ['169.254.169.254'],
  'metadata.example': ['169.254.169.254'],
  'link.example': ['fe80::1'],
  'nothing.example': ['0.0.0.0'],
  'nothing6.example': ['::'],
  'mapped.example': ['::ffff:a9fe:a9fe'],
  'nat64.example': ['64:ff9b::a9fe:a9fe'],
  'amazon6.example': ['fd00:ec2::254'],
  'xn--mtadata-bya.example': ['169.254.169.254'],
};

export const internalNames: Readonly<Record<string, readonly string[]>> = {
  'loop.example': ['127.0.0.1'],
  'loop6.example': ['::1'],
  'private.example': ['10.0.0.1', '192.168.0.1'],
  'shared.example': ['100.64.0.1'],
  'local6.example': ['fd12::1'],
  'multicast.example': ['239.0.0.1'],
  'kubernetes.default.svc.cluster.local': ['10.96.0.1'],
};
