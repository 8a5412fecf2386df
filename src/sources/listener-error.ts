/** A port that cannot be opened. The message names the address or file, and the remedy; the program should end with it. */
export class ListenerError extends Error {
  override readonly name = 'ListenerError';
}

type Remedy = (option: string, addressOption: string) => string;

const remedies: ReadonlyMap<string, Remedy> = new Map<string, Remedy>([
  ['EADDRINUSE', (option) => `another program uses the port: stop it, or set "${option}" to another`],
  ['EACCES', (option) => `the system does not allow it: set "${option}" above 1023, or allow CAP_NET_BIND_SERVICE`],
  ['EADDRNOTAVAIL', (_, address) => `this machine does not have the address: correct "${address}", or leave it empty`],
  ['EAFNOSUPPORT', (_, address) => `this machine has no IPv6: correct "${address}", or leave it empty`],
  ['ENOTFOUND', (_, address) => `it is not an IP address: correct "${address}", or leave it empty`],
]);

/** @param option names the port in the configuration */
export function cannotListen(address: string, port: number, option: string, cause: unknown): ListenerError {
  const code = cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  const reason = cause instanceof Error ? cause.message : String(cause);
  const section = /^(?:audit|console)\./.exec(option)?.[0] ?? '';
  const addressOption = `${section}listenaddress`;
  const remedy = remedies.get(code)?.(option, addressOption) ?? `check "${addressOption}" and "${option}"`;
  return new ListenerError(`Cannot listen on ${shownAddress(address, port)} (${code || reason}): ${remedy}`, { cause });
}

/** `[::1]:2801`, `127.0.0.1:2801`; `port 2801` for every address. */
export function shownAddress(address: string, port: number): string {
  if (address === '') return `port ${port}`;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
