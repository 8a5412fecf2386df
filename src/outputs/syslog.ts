import { z } from 'zod';
import { defineSessionOutput } from './define.ts';
import { syslogFrame } from './syslog-frame.ts';
import { openStream, openUdp } from './syslog-session.ts';

const options = z.strictObject({
  host: z.string().min(1).describe('The host name or address of the syslog server.'),
  port: z.int().min(1).max(65_535).default(514).describe('The port of the server; for `tls` it is 6514 mostly.'),
  protocol: z
    .enum(['tcp', 'udp', 'tls'])
    .default('tcp')
    .describe('How messages travel; only `tls` keeps them from being read or changed, and `udp` may lose them.'),
  format: z
    .enum(['json', 'cef', 'leef', 'rfc5424'])
    .default('json')
    .describe(
      'JSON, CEF (ArcSight) or LEEF (QRadar) after a head of the old kind, as Falcosidekick writes it, or JSON in the form of RFC 5424.',
    ),
  framing: z
    .enum(['auto', 'lines', 'octets'])
    .default('auto')
    .describe(
      'What divides messages over TCP and TLS: `lines` ends each with a line end, `octets` begins each with its length. `auto`: lengths for `rfc5424`, line ends otherwise.',
    ),
});

/**
 * Syslog knows no answers: an alert counts as delivered once the operating system has taken it, and what is on its way
 * when a connection breaks is lost. A datagram holds at most 65,507 bytes, and many servers take far less unless told
 * otherwise: rsyslog 8 kB, see `maxMessageSize`. See https://www.rfc-editor.org/rfc/rfc5426#section-3.2.
 */
export const syslog = defineSessionOutput({
  id: 'syslog',
  transport: 'socket',
  about: {
    title: 'Syslog',
    category: 'log',
    website: 'https://www.rfc-editor.org/rfc/rfc5424',
    summary: 'sends alerts to a syslog server',
    setup:
      'Let the server take messages as long as your alerts; rsyslog cuts at 8 kB unless `maxMessageSize` says otherwise. Syslog has no acknowledgement, so that alerts under way are lost when a connection breaks.',
    fixes: [
      'The protocol is `tcp` unless you say otherwise, as the documentation of Falcosidekick has it; its real default crashes it. `TCP` in capitals works, too.',
      'New: `protocol: tls`, `format: leef` and `format: rfc5424`, over TCP with the octet counting of RFC 6587, which `framing: octets` gives to any format.',
      'One connection is kept, where upstream opens one for each alert and closes none.',
      "Time and host in the head are those of the alert. Upstream puts those of the machine that forwards it. The number of the process, which meant Falcosidekick's own, is always 1.",
      'In CEF `\\`, `|` and `=` are escaped and fields are in order, and no line end gets into a message: nobody can smuggle in a field or a whole message.',
      'In CEF `start` is in milliseconds, since CEF knows no RFC 3339, and names of the dictionary follow those of Falcosidekick: `externalId`, `dvchost`, `suser`, `sproc`, `cs1` for the source and `cs2` for the tags.',
      'A datagram that would be too long is cut, and marked with `[...]`.',
    ],
  },
  options,
  examples: {
    minimal: { host: 'syslog.example.com' },
    'CEF in datagrams': { host: '192.0.2.7', port: 5514, protocol: 'udp', format: 'cef' },
    'LEEF, with its length before each message': { host: 'qradar.example.com', format: 'leef', framing: 'octets' },
    'RFC 5424 over TLS': { host: 'syslog.example.com', port: 6514, protocol: 'tls', format: 'rfc5424' },
  },
  batch: ({ protocol }) => (protocol === 'udp' ? undefined : { maxAlerts: 100, maxBytes: 1_000_000 }),
  message: (alerts, settings) => alerts.map((alert) => syslogFrame(alert, settings)),
  open: ({ protocol, host, port }, context) =>
    protocol === 'udp' ? openUdp({ host, port }, context) : openStream({ host, port }, protocol, context),
});
