import { hash } from 'node:crypto';
import dgram from 'node:dgram';
import { once } from 'node:events';
import net from 'node:net';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { changedAlert, type Alert } from '#alert/alert.ts';
import { gelf } from './gelf.ts';
import { gelfAddress } from './gelf-address.ts';
import { gelfDatagrams } from './gelf-datagrams.ts';
import { gelfMessage } from './gelf-message.ts';
import { alertFrom, installation, referenceAlerts, testAlert } from './testing/alerts.ts';
import { connect, deliver, failureOf, scripted } from './testing/connect.ts';
import { hostileAlerts } from './testing/hostile-alerts.ts';
import { isHttpRequest } from './testing/wire-text.ts';

const [first = testAlert, ...others] = Object.values(referenceAlerts);
const read = (alert: Alert) => JSON.parse(gelfMessage(alert, installation));

describe('a message', () => {
  it('says what an alert says', () => {
    expect(gelfMessage(testAlert, installation)).toBe(
      '{"version":"1.1","host":"test-host","short_message":"This is a test from falcosidekick","timestamp":978311400.000,' +
        `"level":7,"_uuid":"${testAlert.uuid}","_rule":"Test rule","_priority":"Debug","_falco_source":"syscalls",` +
        `"_tags":"example,test","_link":"https://tiercel.example.com/alerts/${testAlert.uuid}",` +
        '"_proc.name":"falcosidekick","_proc.tty":1234}',
    );
  });

  it('has names that Graylog takes, and none that it has already', () => {
    const outputFields = {
      id: 'a',
      source: 'b',
      rule: 'c',
      'x[1]/ä': 'd',
      gl2_x: 'e',
      '': 'f',
      nothing: null,
      flag: true,
    };
    const { _uuid, _link, ...fields } = read(changedAlert(testAlert, { outputFields, tags: [] }));
    expect(fields).toMatchObject({ _falco_id: 'a', _rule: 'Test rule', _x_1___: 'd', _flag: 'true' });
    expect(Object.keys(fields).slice(8)).toEqual(['_falco_id', '_x_1___', '_falco_gl2_x', '_falco_', '_flag']);
  });

  it('has numbers that Graylog can keep, and text for others', () => {
    const texts = [
      '9223372036854775807',
      '-9223372036854775808',
      '9223372036854775808',
      '1.5e3',
      '1e400',
      '9'.repeat(30),
    ];
    const fields = `{${texts.map((text, index) => `"n${index}":${text}`).join(',')}}`;
    const alert = alertFrom(testAlert.json.replace(/"output_fields":\{[^}]*\}/, `"output_fields":${fields}`));
    expect(gelfMessage(alert, installation)).toMatch(
      /"_n0":9223372036854775807,"_n1":-9223372036854775808,"_n2":"9223372036854775808","_n3":1.5e3,"_n4":"1e400","_n5":"9{30}"\}$/,
    );
  });

  it('has the whole of a long text beside a short one', () => {
    const { short_message: short, full_message: full } = read(changedAlert(testAlert, { output: 'x'.repeat(2000) }));
    expect(short).toMatch(/^x{995}\[\.\.\.\]$/);
    expect(full).toHaveLength(2000);
  });

  it.for(Object.entries(hostileAlerts))('keeps to the format and its limits for %s', ([, alert]) => {
    const text = gelfMessage(alert, installation);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1_000_000);
    expect(text).not.toMatch(/[\0\n]/);
    const {
      version,
      host,
      short_message: short,
      full_message: full = '',
      timestamp,
      level,
      ...fields
    } = JSON.parse(text);
    expect([version, typeof timestamp, level]).toEqual(['1.1', 'number', 3]);
    expect([host, short, full].every((value) => typeof value === 'string')).toBe(true);
    expect(host).not.toBe('');
    for (const [name, value] of Object.entries(fields)) {
      expect(name).toMatch(/^_[\w.-]+$/);
      expect(name).not.toBe('_id');
      if (typeof value !== 'number') expect(Buffer.byteLength(String(value))).toBeLessThanOrEqual(32_766);
    }
  });
});

describe('over HTTP', () => {
  const encoded = (options: object, ...alerts: Alert[]) => {
    const request = gelf.configure(options, installation).encode([first, ...alerts]);
    if (!isHttpRequest(request)) throw new TypeError('It is no request');
    return { url: request.url.reveal(), text: request.body && 'text' in request.body ? request.body.text : '' };
  };

  it('goes to the path of the input', () => {
    expect(encoded({ address: 'http://graylog:12201' }).url).toBe('http://graylog:12201/gelf');
    expect(encoded({ address: 'https://example.com/graylog/gelf' }).url).toBe('https://example.com/graylog/gelf');
  });

  it('is one alert a request, or one a line if the input takes it', () => {
    const address = 'http://graylog:12201';
    expect(gelf.configure({ address }, installation).batch).toBeUndefined();
    expect(gelf.configure({ address, bulk: true }, installation).batch).toMatchObject({ maxAlerts: 500 });
    expect(encoded({ address, bulk: true }, ...others).text.split('\n')).toHaveLength(1 + others.length);
  });

  it('keeps what Graylog answers', async () => {
    const connection = await connect(gelf, { address: 'http://graylog' }, { http: scripted('accepted') });
    await expect(deliver(connection, first)).resolves.toEqual({ status: 200, answer: 'accepted' });
    await connection.close();
  });
});

it('ends each message with a zero byte over TCP', async () => {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const accepted = once(server, 'connection');
  const connection = await connect(gelf, { address: `tcp://127.0.0.1:${portOf(server.address())}` });
  const [socket] = z.tuple([z.instanceof(net.Socket)]).parse(await accepted);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  await deliver(connection, first, ...others);
  await connection.close();
  await once(socket, 'close');
  const messages = Buffer.concat(chunks).toString().split('\0');
  expect(messages).toEqual([...[first, ...others].map((alert) => gelfMessage(alert, installation)), '']);
  const { port } = Object(server.address());
  server.close();
  const failure = await failureOf(connect(gelf, { address: `tls://127.0.0.1:${port}` }));
  expect(String(failure)).toContain(`127.0.0.1:${port} failed (ECONNREFUSED)`);
});

it('sends one message a datagram, compressed', async () => {
  const server = dgram.createSocket('udp4').bind(0, '127.0.0.1');
  await once(server, 'listening');
  const connection = await connect(gelf, { address: `udp://127.0.0.1:${server.address().port}` });
  const received = once(server, 'message');
  await deliver(connection, first);
  const [datagram] = z.tuple([z.instanceof(Buffer), z.unknown()]).parse(await received);
  expect(gunzipSync(datagram).toString()).toBe(gelfMessage(first, installation));
  await connection.close();
  server.close();
});

it.for([
  [2000, 1420],
  [12_000, 8192],
] as const)('sends a message of %i hashes in chunks of %i bytes that can be put together', ([length, size]) => {
  const message = Array.from({ length }, (_, index) => hash('sha256', String(index))).join();
  const chunks = gelfDatagrams(message).map((chunk) => Buffer.from(chunk));
  expect(chunks.length).toBeGreaterThan(2);
  expect(chunks.length).toBeLessThanOrEqual(128);
  for (const [index, chunk] of chunks.entries()) {
    expect(chunk.length).toBe(index < chunks.length - 1 ? size : chunk.length);
    expect([...chunk.subarray(0, 2), ...chunk.subarray(10, 12)]).toEqual([0x1e, 0x0f, index, chunks.length]);
    expect(chunk.subarray(2, 10)).toEqual(chunks[0]?.subarray(2, 10));
  }
  expect(gunzipSync(Buffer.concat(chunks.map((chunk) => chunk.subarray(12)))).toString()).toBe(message);
});

it.for([
  ['tcp://graylog', { protocol: 'tcp', host: 'graylog', port: 12_201 }],
  ['tls://graylog:1/', { protocol: 'tls', host: 'graylog', port: 1 }],
  ['udp://[2001:db8::1]:5', { protocol: 'udp', host: '2001:db8::1', port: 5 }],
  ['http://graylog', { protocol: 'http', url: 'http://graylog/gelf' }],
  ['tcp://graylog/path', undefined],
  ['tcp://', undefined],
  ['graylog:12201', undefined],
  ['ftp://graylog', undefined],
] as const)('reads the address %s', ([text, address]) => {
  expect(gelfAddress('Where.').safeParse(text).data).toEqual(address);
});

it('hides an address with a password', () => {
  expect(JSON.stringify(gelfAddress('Where.').parse('https://u:swordfish@graylog'))).not.toContain('swordfish');
});

function portOf(address: net.AddressInfo | string | null): number {
  return typeof address === 'object' && address ? address.port : 1;
}
