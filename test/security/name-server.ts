import { createSocket } from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import type { LookupAll } from '#delivery/dialer.ts';

/** A real name server on a free UDP port of this machine, whose answers a test decides. */
export interface NameServer extends AsyncDisposable {
  /** Asks it, for A or AAAA records, in place of the system's resolver. */
  readonly lookup: LookupAll;
  /** Names that were asked for, in order. */
  readonly asked: readonly string[];
}

/** @param addressesOf for a name, and how often it was asked for before */
export async function startNameServer(
  addressesOf: (name: string, before: number) => readonly string[],
): Promise<NameServer> {
  const asked: string[] = [];
  const socket = createSocket('udp4', (query, { port, address }) => {
    const { name, type, end } = questionOf(query);
    const isIpv6 = type === 28;
    if (!isIpv6) asked.push(name);
    const addresses = addressesOf(name, asked.filter((one) => one === name).length - 1);
    const records = addresses.filter((one) => isIPv6(one) === isIpv6).map(recordOf);
    socket.send(answerTo(query.subarray(0, end), records), port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const resolver = new Resolver({ timeout: 5000, tries: 3 });
  resolver.setServers([`127.0.0.1:${socket.address().port}`]);

  return {
    asked,
    lookup(host, _options, done) {
      const resolve = async () => {
        const answers = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
        const addresses = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
        const found = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
        done(found.length > 0 ? null : new Error(`The name ${host} has no address`), found);
      };
      void resolve();
    },
    async [Symbol.asyncDispose]() {
      resolver.cancel();
      socket.close();
      await once(socket, 'close');
    },
  };
}

/** See https://www.rfc-editor.org/rfc/rfc1035#section-4.1.2; there is one question and no compression in it. */
function questionOf(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += length + 1;
  }
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 };
}

/** For the name in the question, with no time to live. */
function recordOf(address: string): Buffer {
  const bytes = isIPv6(address) ? ipv6Bytes(address) : Buffer.from(address.split('.').map(Number));
  const head = Buffer.from([0xc0, 0x0c, 0, isIPv6(address) ? 28 : 1, 0, 1, 0, 0, 0, 0, 0, bytes.length]);
  return Buffer.concat([head, bytes]);
}

function ipv6Bytes(address: string): Buffer {
  const [head = '', tail = ''] = address.split('::').map((part) =>
    part
      .split(':')
      .filter(Boolean)
      .map((group) => group.padStart(4, '0'))
      .join(''),
  );
  return Buffer.from(head + '0'.repeat(32 - head.length - tail.length) + tail, 'hex');
}

function answerTo(question: Buffer, records: readonly Buffer[]): Buffer {
  const answer = Buffer.concat([question, ...records]);
  answer.writeUInt16BE(0x8180, 2);
  answer.writeUInt16BE(records.length, 6);
  answer.writeUInt16BE(0, 8);
  answer.writeUInt16BE(0, 10);
  return answer;
}
