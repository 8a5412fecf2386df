/** The services whose names rules use for ports; the whole list is IANA's, and differs from host to host. */
const ports: ReadonlyMap<string, number> = new Map([
  ['bgp', 179],
  ['domain', 53],
  ['ftp', 21],
  ['ftp-data', 20],
  ['http', 80],
  ['https', 443],
  ['imap2', 143],
  ['imaps', 993],
  ['kerberos', 88],
  ['ldap', 389],
  ['ldaps', 636],
  ['mysql', 3306],
  ['nfs', 2049],
  ['ntp', 123],
  ['pop3', 110],
  ['pop3s', 995],
  ['postgresql', 5432],
  ['rsync', 873],
  ['smtp', 25],
  ['snmp', 161],
  ['ssh', 22],
  ['submission', 587],
  ['sunrpc', 111],
  ['syslog', 514],
  ['telnet', 23],
  ['tftp', 69],
]);

/** @throws RangeError with Falco's text */
export function portConstant(text: string): bigint {
  if (/^\d*$/.test(text)) return BigInt.asUintN(16, BigInt(text === '' ? 0 : text));
  const port = ports.get(text);
  if (port === undefined) throw new RangeError(`unrecognized protocol ${text}`);
  return BigInt(port);
}
