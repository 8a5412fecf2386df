import type { Clock } from '#kit/clock.ts';
import type { GrpcContext } from '#outputs/grpc-transport.ts';
import type { HttpRequest, HttpResponse, HttpTransport } from '#outputs/output.ts';
import { Deadlines } from './deadlines.ts';
import type { ConnectSettings } from './delivery-output.ts';
import { createDialer } from './dialer.ts';
import { lazyHttpTransport } from './lazy-http-transport.ts';
import type { TlsChoice, TlsContexts } from './tls-contexts.ts';

export interface SendOnceParts {
  readonly settings: Omit<ConnectSettings, 'stdout'>;
  readonly contexts: TlsContexts;
  readonly tls: TlsChoice;
  readonly timeoutMs: number;
  readonly clock: Clock;
}

/** What a request may travel by. */
export type ChooseTransport = (context: GrpcContext & { readonly http: HttpTransport }) => Promise<HttpTransport>;

/** Sends one request through a connection of its own, as an output would, with the same certificates and the same care. */
export async function sendOnce(
  request: HttpRequest,
  choose: ChooseTransport,
  { settings, contexts, tls: choice, timeoutMs, clock }: SendOnceParts,
): Promise<HttpResponse> {
  const tls = await contexts.options(choice, settings.certificates);
  const dialer = createDialer({ destination: 'configured', allowedHosts: settings.allowedHosts });
  const { proxy, userAgent } = settings;
  const http = lazyHttpTransport({ connections: 1, tls, proxy, dialer, customheaders: {}, userAgent, clock });
  const ending = new AbortController();
  const deadlines = new Deadlines(clock, timeoutMs);
  try {
    const transport = await choose({ http, tls, lookup: dialer.lookup, signal: ending.signal });
    return await deadlines.run(async (signal) => transport.send(request, signal));
  } finally {
    const reason = new Error('The connection is not needed any more');
    deadlines.close(reason);
    ending.abort(reason);
    await http.close();
  }
}
