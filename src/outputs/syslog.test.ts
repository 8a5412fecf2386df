import dgram from 'node:dgram';
import { once } from 'node:events';
import net from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { changedAlert } from '#alert/alert.ts';
import { DeliveryError } from './errors.ts';
import { syslog } from './syslog.ts';
import { syslogMessage } from './syslog-message.ts';
import { alertFrom, installation, testAlert } from './testing/alerts.ts';
import { connect, deliver, failureOf } from './testing/connect.ts';
import { hostileAlerts } from './testing/hostile-alerts.ts';

describe('a message', () => {
  it('has the head that Falcosidekick writes', () => {
    expect(syslogMessage(testAlert, 'json')).toBe(`<7>2001-01-01T01:10:00Z test-host Falco[1]: ${testAlert.json}`);
  });

  it('is CEF as from Falcosidekick', () => {
    expect(syslogMessage(testAlert, 'cef').replace(/^.*?: /, '')).toBe(
      `CEF:0|Falcosecurity|Falco|1.0|Falco Event|Test rule|0|uuid=${testAlert.uuid} start=978311400000 ` +
        'msg=This is a test from falcosidekick source=syscalls hostname=test-host ' +
        'outputfields=proc.name:falcosidekick proc.tty:1234 tags=example,test ' +
        `externalId=${testAlert.uuid} dvchost=test-host sproc=falcosidekick cs1Label=source cs1=syscalls cs2Label=tags cs2=example,test`,
    );
  });

  it('escapes in CEF what could pass for another field', () => {
    const alert = {
      output: 'a=b|c\\d\r\ne',
      rule: 'r|\\=\nx',
      priority: 'Alert',
      time: '2026-11-24T16:31:56.5Z',
      output_fields: { 'k=': 'v=1' },
    };
    expect(syslogMessage(alertFrom(JSON.stringify(alert)), 'cef')).toContain(
      String.raw`|r\|\\= x|9|uuid=018f3a5e-7d2c-4b1a-9f00-000000000001 start=1795537916500 msg=a\=b|c\\d\r\ne source=syscalls outputfields=k\=:v\=1`,
    );
  });

  it('is LEEF with a character between attributes that is in none of them', () => {
    const alert = changedAlert(testAlert, { rule: 'a|b\tc=d', output: 'o\tsev=10\n|^x', priority: 'Debug' });
    expect(syslogMessage(alert, 'leef').replace(/^.*?: /, '')).toBe(
      [
        'LEEF:2.0|Falcosecurity|Falco|1.0|a/b c=d|^|devTime=978311400000',
        'sev=1',
        'cat=syscalls',
        'identHostName=test-host',
        `uuid=${testAlert.uuid}`,
        'priority=Debug',
        'rule=a|b c=d',
        'msg=o sev=10 |%5Ex',
        'tags=example,test',
        'outputfields=proc.name:falcosidekick proc.tty:1234',
      ].join('^'),
    );
  });

  it('says - where RFC 5424 wants a host and there is none, and has six digits of a second at most', () => {
    const alert = {
      output: 'o',
      rule: 'r',
      priority: 'Alert',
      time: '2026-11-24T16:31:56.123456789+02:00',
      output_fields: { a: 1 },
    };
    expect(syslogMessage(alertFrom(JSON.stringify(alert)), 'rfc5424')).toMatch(
      /^<1>1 2026-11-24T16:31:56\.123456\+02:00 - Falco - - - \{"uuid"/,
    );
  });

  it.for(Object.entries(hostileAlerts))('is one message, in each format, for %s', ([, alert]) => {
    for (const format of ['json', 'cef', 'leef', 'rfc5424'] as const) {
      const message = syslogMessage(alert, format);
      expect(message).not.toMatch(/[\n\r\0]/);
      expect(message).toMatch(/^<3>(?:1 )?\d{4}-\d\d-\d\dT\S+ [!-~]+ Falco/);
    }
  });

  it.for(Object.entries(hostileAlerts))('fits into a datagram for %s', ([, alert]) => {
    for (const format of ['json', 'cef', 'leef', 'rfc5424']) {
      const options = { host: 'localhost', protocol: 'udp', format };
      const [frame] = [syslog.configure(options, installation).encode([alert])].flat();
      expect(Buffer.byteLength(String(frame))).toBeLessThanOrEqual(65_507);
    }
  });
});

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function tcpServer(listener: (socket: net.Socket) => void): Promise<number> {
  const server = net.createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => server.close());
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

describe('a connection', () => {
  it('counts octets for RFC 5424', async () => {
    const received = Promise.withResolvers<string>();
    const port = await tcpServer((socket) => {
      socket.setEncoding('utf8').once('data', (text: string) => received.resolve(text));
    });
    const connection = await connect(syslog, { host: '127.0.0.1', port, format: 'rfc5424' });
    await deliver(connection, testAlert, testAlert);
    const message = syslogMessage(testAlert, 'rfc5424');
    expect(await received.promise).toBe(`${message.length} ${message}`.repeat(2));
    await connection.close();
  });

  it.for([
    ['json', 'octets', (text: string) => `${Buffer.byteLength(text)} ${text}`],
    ['leef', 'octets', (text: string) => `${Buffer.byteLength(text)} ${text}`],
    ['rfc5424', 'lines', (text: string) => `${text}\n`],
    ['json', 'auto', (text: string) => `${text}\n`],
  ] as const)('has messages as %s divided by %s', ([format, framing, frame]) => {
    const options = { host: 'localhost', format, framing };
    const frames = syslog.configure(options, installation).encode([testAlert]);
    expect(frames).toEqual([frame(syslogMessage(testAlert, format))]);
  });

  it('that the server ends is asked for again', async () => {
    const port = await tcpServer((socket) => socket.end());
    const lost = Promise.withResolvers<Error>();
    await connect(syslog, { host: '127.0.0.1', port }, { lost: lost.resolve });
    expect(String(await lost.promise)).toContain('closed the connection');
  });

  it('that takes nothing more ends with the deadline', async () => {
    const port = await tcpServer((socket) => {
      socket.pause();
      closing.push(() => socket.destroy());
    });
    const connection = await connect(syslog, { host: '127.0.0.1', port });
    const large = alertFrom(
      JSON.stringify({
        output: 'x'.repeat(20_000_000),
        rule: 'r',
        priority: 'Alert',
        time: '2026-11-24T16:31:56Z',
        output_fields: { a: 1 },
      }),
    );
    const error = await failureOf(connection.deliver([large], AbortSignal.timeout(300)));
    expect(error).toBeInstanceOf(DeliveryError);
  });

  it('that is refused names host and port', async () => {
    const port = await tcpServer(() => {});
    closing.pop()?.();
    const error = await failureOf(connect(syslog, { host: '127.0.0.1', port }));
    expect(error).toBeInstanceOf(DeliveryError);
    expect(String(error)).toContain(`The connection to 127.0.0.1:${port} failed (ECONNREFUSED)`);
  });

  it('ends when it is not wanted any more', async () => {
    const reason = new Error('not wanted');
    expect(await failureOf(connect(syslog, { host: '127.0.0.1' }, { signal: AbortSignal.abort(reason) }))).toBe(reason);
  });
});

it('sends a datagram for each alert', async () => {
  const server = dgram.createSocket('udp4').bind(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => server.close());
  const received = once(server, 'message');
  const connection = await connect(syslog, { host: '127.0.0.1', port: server.address().port, protocol: 'udp' });
  await deliver(connection, testAlert);
  const [message]: unknown[] = await received;
  expect(String(message)).toBe(`${syslogMessage(testAlert, 'json')}\n`);
  await connection.close();
});
