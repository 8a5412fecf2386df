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
  /** The ports for audit events alone. */
  readonly audit?: AuditListenerSettings;
}

/** Ports where nothing but audit events of Kubernetes come in. */
export interface AuditListenerSettings {
  readonly address: string;
  readonly ports: readonly number[];
  readonly tls: CertificatePaths | undefined;
}

type CertificatePaths = Omit<ServerCertificateFiles, 'section'>;

export interface ListenerTlsSettings extends CertificatePaths {
  readonly notlsport: number;
  /** Paths that move from the TLS port to a plain one. */
  readonly notlspaths: readonly string[];
}

/** One port to be opened. */
export interface PortSettings {
  /** Names the port in the configuration. */
  readonly option: 'listenport' | 'tlsserver.notlsport' | 'audit.listenports' | 'console.listenport';
  /** Without brackets. */
  readonly address: string;
  readonly port: number;
  readonly tls: ServerCertificateFiles | undefined;
}

/** Falco's own name for the path of its audit webhook, and that of its former charm. */
export const auditPaths: readonly string[] = ['/k8s-audit', '/k8s_audit'];

export interface WantedPort {
  readonly settings: PortSettings;
  readonly handler: Handler;
}

/** Every port there is to be. */
export function wantedPorts(settings: ListenerSettings, handlers: Handlers): readonly WantedPort[] {
  return [...falcoPorts(settings, handlers), ...auditPorts(settings.audit, handlers)];
}

function auditPorts(audit: AuditListenerSettings | undefined, handlers: Handlers): readonly WantedPort[] {
  if (!audit) return [];
  const { address, tls, ports } = audit;
  const handler = createMux(pick(handlers, (path) => auditPaths.includes(path)));
  const files = tls && ({ section: 'audit.tlsserver', ...tls } as const);
  return [...new Set(ports)].map((port) => ({
    settings: { option: 'audit.listenports', address: bareAddress(address), port, tls: files },
    handler,
  }));
}

/** Falcosidekick's distribution of the paths over its one or two ports. */
function falcoPorts({ address, port, tls }: ListenerSettings, handlers: Handlers): readonly WantedPort[] {
  const bare = bareAddress(address);
  const main = { option: 'listenport', address: bare, port } as const;
  if (!tls) return [{ settings: { ...main, tls: undefined }, handler: createMux(handlers) }];

  const { notlsport, notlspaths, certfile, keyfile, clientCacertfile } = tls;
  const isMoved = (path: string) => notlspaths.includes(path);
  const moved = pick(handlers, isMoved);
  const secure: WantedPort = {
    settings: { ...main, tls: { section: 'tlsserver', certfile, keyfile, clientCacertfile } },
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

function bareAddress(address: string): string {
  return address.replace(/^\[(.*)\]$/, '$1');
}

function pick(handlers: Handlers, isWanted: (path: string) => boolean): Handlers {
  return Object.fromEntries(Object.entries(handlers).filter(([path]) => isWanted(path)));
}
