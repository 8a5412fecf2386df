import { expect, it } from 'vitest';
import { isListed, listOf, parseRange, rangeOf, type AddressRange } from './address-range.ts';

const ranges: Readonly<Record<AddressRange, readonly string[]>> = {
  special: [
    '0.0.0.0',
    '0.1.2.3',
    '169.254.169.254',
    '169.254.170.2',
    '100.100.100.200',
    '192.0.0.192',
    '168.63.129.16',
    '::',
    'fe80::1',
    'fe80::1%eth0',
    'febf::1',
    'fe80::a9fe:a9fe',
    'fd00:ec2::254',
    'fd20:ce::254',
    '::ffff:169.254.169.254',
    '::ffff:a9fe:a9fe',
    '::169.254.169.254',
    '::ffff:0:a9fe:a9fe',
    '::ffff:0.0.0.0',
    '64:ff9b::169.254.169.254',
    '64:ff9b:1::a9fe:a9fe',
    '2002:a9fe:a9fe::1',
    '2001::5601:5601',
  ],
  internal: [
    '127.0.0.1',
    '127.255.0.1',
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.0.1',
    '100.64.0.1',
    '100.127.255.255',
    '192.0.0.1',
    '192.0.2.1',
    '198.18.0.1',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '239.255.255.255',
    '240.0.0.1',
    '255.255.255.255',
    '::1',
    'fc00::1',
    'fd12::1',
    'ff02::1',
    'fec0::1',
    '::ffff:127.0.0.1',
    '::ffff:10.1.2.3',
    '::127.0.0.1',
    '64:ff9b::10.0.0.1',
    '64:ff9b:1::8.8.8.8',
    '100::1',
    '2002:7f00:1::',
    '2001:db8::1',
    '2001:2::1',
    '3fff::1',
    '4000::1',
    'localhost',
    '',
    '1.2.3',
    '0x7f000001',
  ],
  public: [
    '8.8.8.8',
    '1.1.1.1',
    '172.15.255.255',
    '172.32.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '169.253.255.255',
    '169.255.0.0',
    '192.167.255.255',
    '223.255.255.255',
    '126.255.255.255',
    '128.0.0.0',
    '9.255.255.255',
    '2606:4700::1111',
    '2a00::1',
    '::ffff:8.8.8.8',
    '64:ff9b::8.8.8.8',
    '2002:808:808::1',
  ],
};

const vectors = Object.entries(ranges).flatMap(([range, addresses]) => addresses.map((one) => [one, range] as const));

it.for(vectors)('"%s" is %s', ([address, range]) => {
  expect(rangeOf(address)).toBe(range);
});

it.for([
  ['10.0.0.0/8', ['10.0.0.0', 8]],
  ['10.1.2.3', ['10.1.2.3', 32]],
  ['fd00::/8', ['fd00::', 8]],
  ['::1', ['::1', 128]],
  ['0.0.0.0/0', ['0.0.0.0', 0]],
  ['10.0.0.0/33', undefined],
  ['10.0.0.0/', undefined],
  ['10.0.0.0/8/8', undefined],
  ['10.0.0.0/-1', undefined],
  ['10.0.0/8', undefined],
  ['::/129', undefined],
  ['fe80::1%eth0', undefined],
  ['example.com', undefined],
  ['', undefined],
] as const)('reads "%s" as %j', ([text, range]) => {
  expect(parseRange(text)).toEqual(range);
});

it('finds an address in a list in each of its spellings', () => {
  const list = listOf([
    ['169.254.169.254', 32],
    ['fd00::', 8],
  ]);
  for (const address of ['169.254.169.254', '::ffff:169.254.169.254', '64:ff9b::a9fe:a9fe', 'fd12::1', 'fd12::1%2']) {
    expect(isListed(address, list)).toBe(true);
  }
  expect(isListed('169.254.169.253', list)).toBe(false);
  expect(isListed('example.com', list)).toBe(false);
});
