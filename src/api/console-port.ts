import { getRequestListener } from '@hono/node-server';
import type { Clock } from '#kit/clock.ts';
import type { Log } from '#kit/log.ts';
import { HttpPort } from '#sources/http-port.ts';
import { defaultConnectionLimits } from '#sources/limits.ts';
import { loadServerCertificates, type ServerCertificateFiles } from '#sources/server-certificates.ts';

export interface ConsoleAddress {
  /** Empty: every address, IPv4 and IPv6. */
  readonly address: string;
  readonly port: number;
  /** `undefined`: plain HTTP. */
  readonly tls: Omit<ServerCertificateFiles, 'section'> | undefined;
}

export interface ConsolePort {
  /** `http://127.0.0.1:2802`, ready to be opened. */
  readonly url: string;
  /** Cuts who follows alerts at once: their browsers come again. */
  close(): Promise<void>;
}

/**
 * Opens the port of the console, under the limits of every port. Certificates are read again when they change.
 * @throws ListenerError naming the address, or the file of a certificate, and the remedy
 */
export async function openConsolePort(
  fetch: Parameters<typeof getRequestListener>[0],
  { address, port, tls }: ConsoleAddress,
  around: { readonly clock: Clock; readonly log: Log },
): Promise<ConsolePort> {
  const files = tls && ({ section: 'console.tlsserver', ...tls } as const);
  const settings = { option: 'console.listenport', address, port, tls: files } as const;
  const certificates = files && (await loadServerCertificates(files));
  const plan = { settings, handler: getRequestListener(fetch), certificates };
  const opened = await HttpPort.open(plan, { ...around, limits: defaultConnectionLimits });
  return { url: urlOf(address, opened.boundTo.port, tls !== undefined), close: () => opened.close(0) };
}

function urlOf(address: string, port: number, isTls: boolean): string {
  const host = address === '' || address === '0.0.0.0' || address === '::' ? '127.0.0.1' : address;
  return `${isTls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
