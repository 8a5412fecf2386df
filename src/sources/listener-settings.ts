import type { Handler } from './answer.ts';
import { createMux, type Handlers } from './mux.ts';
import type { ServerCertificateFiles } from './server-certificates.ts';

/** Where alerts come in, as the configuration has it. */
export interface ListenerSettings {
  /** Empty: every address, IPv4 and IPv6. */
  readonly address: string;
  readonly port: number;
  /** `undefined`: plain HTTP. */
  readonly tls: ListenerTlsSettings | undefined;
}

export interface ListenerTlsSettings extends ServerCertificateFiles {
  readonly notlsport: number;
  /** Paths that move from the TLS port to a plain one. */
  readonly notlspaths: readonly string[];
}

/** One port to be opened. */
export interface PortSettings {
  /** Names the port in the configuration. */
  readonly option: 'listenport' | 'tlsserver.notlsport';
  /** Without brackets. */
  readonly address: string;
  readonly port: number;
  readonly tls: ServerCertificateFiles | undefined;
}

export interface WantedPort {
  readonly settings: PortSettings;
  readonly handler: Handler;
}

/** Falcosidekick's distribution of the paths over its one or two ports. */
export function wantedPorts({ address, port, tls }: ListenerSettings, handlers: Handlers): readonly WantedPort[] {
  const bare = address.replace(/^\[(.*)\]$/, '$1');
  const main = { option: 'listenport', address: bare, port } as const;
  if (!tls) return [{ settings: { ...main, tls: undefined }, handler: createMux(handlers) }];

  const { notlsport, notlspaths, certfile, keyfile, clientCacertfile } = tls;
  const isMoved = (path: string) => notlspaths.includes(path);
  const moved = pick(handlers, isMoved);
  const secure: WantedPort = {
    settings: { ...main, tls: { certfile, keyfile, clientCacertfile } },
    handler: createMux(pick(handlers, (path) => !isMoved(path))),
  };
  if (Object.keys(moved).length === 0) return [secure];
  const plain = { option: 'tlsserver.notlsport', address: bare, port: notlsport, tls: undefined } as const;
  return [secure, { settings: plain, handler: createMux(moved) }];
}

/** Entries of `notlspaths` that are no path of ours, and so move nothing. */
export function unknownPaths({ tls }: ListenerSettings, handlers: Handlers): readonly string[] {
  return (tls?.notlspaths ?? []).filter((path) => !Object.hasOwn(handlers, path));
}

function pick(handlers: Handlers, isWanted: (path: string) => boolean): Handlers {
  return Object.fromEntries(Object.entries(handlers).filter(([path]) => isWanted(path)));
}
