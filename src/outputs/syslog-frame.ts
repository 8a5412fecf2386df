import type { Alert } from '#alert/alert.ts';
import { shortenToBytes } from './shorten-to-bytes.ts';
import { syslogMessage, type SyslogFormat } from './syslog-message.ts';

export type SyslogFraming = 'auto' | 'lines' | 'octets';

interface Framing {
  readonly protocol: 'tcp' | 'udp' | 'tls';
  readonly format: SyslogFormat;
  readonly framing: SyslogFraming;
}

const maxDatagramBytes = 65_507;

/** Line ends divide messages as upstream has it, even in datagrams. See https://www.rfc-editor.org/rfc/rfc6587#section-3.4. */
export function syslogFrame(alert: Alert, { protocol, format, framing }: Framing): string {
  const message = syslogMessage(alert, format);
  const lineEnd = format === 'rfc5424' ? '' : '\n';
  if (protocol === 'udp') return `${shortenToBytes(message, maxDatagramBytes - lineEnd.length)}${lineEnd}`;
  const isCounted = framing === 'auto' ? format === 'rfc5424' : framing === 'octets';
  return isCounted ? `${Buffer.byteLength(message)} ${message}` : `${message}\n`;
}
