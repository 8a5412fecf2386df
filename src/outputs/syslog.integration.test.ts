import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import path from 'node:path';
import tls from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MisconfiguredError } from './errors.ts';
import { syslog } from './syslog.ts';
import { syslogMessage } from './syslog-message.ts';
import { referenceAlerts, testAlert } from './testing/alerts.ts';
import { connect, deliver, failureOf } from './testing/connect.ts';
import {
  freePort,
  hasProgram,
  isListening,
  makeCertificate,
  Program,
  temporaryFolder,
  until,
} from './testing/programs.ts';

const alerts = Object.values(referenceAlerts);
const folder = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(!hasProgram('rsyslogd', '-v'))('rsyslog', () => {
  const log = path.join(folder, 'received.log');
  let port: number;
  let server: Program;

  beforeAll(async () => {
    port = await freePort();
    const configuration = path.join(folder, 'rsyslog.conf');
    writeFileSync(
      configuration,
      `global(workDirectory="${folder}" maxMessageSize="64k")
      module(load="imtcp") input(type="imtcp" port="${port}" address="127.0.0.1")
      module(load="imudp") input(type="imudp" port="${port}" address="127.0.0.1")
      template(name="parts" type="string" string="%syslogseverity%~%syslogfacility%~%timereported:::date-rfc3339%~%hostname%~%programname%~%msg%\\n")
      action(type="omfile" file="${log}" template="parts")\n`,
    );
    writeFileSync(log, '');
    server = new Program('rsyslogd', '-n', '-f', configuration, '-i', path.join(folder, 'rsyslog.pid'));
    await until(() => isListening(port), 'rsyslogd');
  });

  afterAll(() => server.end());

  it.for([
    ['tcp', 'json'],
    ['tcp', 'cef'],
    ['tcp', 'leef'],
    ['tcp', 'rfc5424'],
    ['udp', 'json'],
    ['udp', 'cef'],
    ['udp', 'leef'],
    ['udp', 'rfc5424'],
  ] as const)('understands what comes over %s as %s', async ([protocol, format]) => {
    writeFileSync(log, '');
    const connection = await connect(syslog, { host: '127.0.0.1', port, protocol, format });
    for (const alert of alerts) await deliver(connection, alert);
    if (protocol === 'tcp') await deliver(connection, testAlert, ...alerts);
    await connection.close();
    const sent = protocol === 'tcp' ? [...alerts, testAlert, ...alerts] : alerts;
    await until(() => lines().length >= sent.length, 'the messages');

    expect(lines().map((line) => line.slice(line.indexOf('~Falco~') + 7).trimStart())).toEqual(
      sent.map((alert) => syslogMessage(alert, format).replace(/^.*? Falco(?:\[1\]:| - - -) /, '')),
    );
    expect(lines()[1]).toMatch(/^5~0~2026-11-24T16:31:56.*~node-1~Falco~/);
    expect(lines()[2]).toMatch(/^2~0~2026-11-25T01:00:00.*~(?:-|unknown)~Falco~/);
  });

  function lines(): string[] {
    return readFileSync(log, 'utf8').split('\n').slice(0, -1);
  }
});

describe.skipIf(!hasProgram('openssl', 'version'))('a server with TLS', () => {
  let port: number;
  let ca: string;
  let server: tls.Server;
  let received = '';

  beforeAll(async () => {
    const { certfile, keyfile } = await makeCertificate(folder);
    ca = readFileSync(certfile, 'utf8');
    server = tls.createServer({ cert: ca, key: readFileSync(keyfile) }, (socket) => {
      socket.setEncoding('utf8').on('data', (text: string) => (received += text));
      socket.on('error', () => {});
    });
    server.on('tlsClientError', () => {});
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    port = typeof address === 'object' && address ? address.port : 0;
  });

  afterAll(() => server.close());

  it('gets messages with their octets counted', async () => {
    const options = { host: 'localhost', port, protocol: 'tls', format: 'rfc5424' };
    const connection = await connect(syslog, options, { tls: { ca } });
    await deliver(connection, testAlert, ...alerts);
    await connection.close();
    const messages = [testAlert, ...alerts].map((alert) => syslogMessage(alert, 'rfc5424'));
    const expected = messages.map((message) => `${Buffer.byteLength(message)} ${message}`).join('');
    await until(() => received.length >= expected.length, 'the messages');
    expect(received).toBe(expected);
  });

  it('whose certificate nobody vouches for gets nothing', async () => {
    const error = await failureOf(connect(syslog, { host: 'localhost', port, protocol: 'tls' }));
    expect(error).toBeInstanceOf(MisconfiguredError);
    expect(String(error)).toContain(`localhost:${port} does not speak TLS, or its certificate is not trusted`);
  });

  it('is checked for its name', async () => {
    const context = { tls: { ca, checkServerIdentity: tls.checkServerIdentity } };
    const error = await failureOf(connect(syslog, { host: '127.0.0.2', port, protocol: 'tls' }, context));
    expect(error).toBeInstanceOf(Error);
  });
});
