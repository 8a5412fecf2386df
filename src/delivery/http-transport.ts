import { validateHeaderName, validateHeaderValue } from 'node:http';
import { Agent, ProxyAgent, type Dispatcher } from 'undici';
import type { Clock } from '#kit/clock.ts';
import type { Secret } from '#kit/secret.ts';
import { MisconfiguredError, RejectedError } from '#outputs/errors.ts';
import type { ClientTls, HttpRequest, HttpResponse, HttpTransport } from '#outputs/output.ts';
import type { Dialer } from './dialer.ts';
import { httpMessage, type HttpMessage } from './http-message.ts';
import { errorOfStatus } from './http-status.ts';
import { limitedConnector } from './limited-connector.ts';
import { networkError } from './network-error.ts';
import { proxyFor, type ProxySettings } from './proxy.ts';

export interface HttpTransportSettings {
  /** How many connections to one host may be open at once. */
  readonly connections: number;
  readonly tls: ClientTls;
  readonly proxy: ProxySettings;
  /** Which addresses may be connected to. A proxy looks up names by itself, and is asked only for what has one. */
  readonly dialer: Dialer;
  /** Added to every request, in place of what the output itself says. */
  readonly customheaders: Readonly<Record<string, Secret>>;
  /** What Falcosidekick calls itself, unless set; receivers filter by it. */
  readonly userAgent?: string | undefined;
  readonly clock: Pick<Clock, 'now'>;
}

export interface ClosableHttpTransport extends HttpTransport {
  /** Ends idle connections at once, the others after their answer. */
  close(): Promise<void>;
}

const falcosidekickUserAgent = 'Falcosidekick';

const maxBodyBytes = 64 * 1024;
const maxHeaderBytes = 32 * 1024;
const maxAnswerLength = 2048;
const maxConnectMs = 30_000;

/**
 * HTTP/1.1 with connections kept alive. No redirect is followed, no more of an answer is read than can be used, and
 * nothing of a URL but its host comes into an error.
 * @throws MisconfiguredError for a custom header that no request can carry
 */
export function openHttpTransport(settings: HttpTransportSettings): ClosableHttpTransport {
  const dispatchers = new Map<string | undefined, Dispatcher>();
  for (const [name, value] of Object.entries(settings.customheaders)) {
    if (!isHeader(name, value.reveal())) {
      throw new MisconfiguredError(`The custom header ${JSON.stringify(name)} is not valid: check name and value`);
    }
  }

  function dispatcherFor(url: URL): Dispatcher {
    const proxy = proxyFor(url, settings.proxy);
    const known = dispatchers.get(proxy);
    if (known) return known;
    const created = createDispatcher(settings, proxy);
    dispatchers.set(proxy, created);
    return created;
  }

  return {
    async send(request, signal) {
      const message = await prepared(request, settings);
      try {
        settings.dialer.check(message.url);
        const room = request.maxAnswerBytes ?? maxBodyBytes;
        return await exchange(message, dispatcherFor, signal, settings.clock, room);
      } catch (error) {
        signal.throwIfAborted();
        throw error;
      }
    },
    async close() {
      const open = [...dispatchers.values()];
      dispatchers.clear();
      await Promise.all(open.map((dispatcher) => dispatcher.close()));
    },
  };
}

/** Undici's own time-outs are off: the deadline of the attempt covers everything. */
function createDispatcher({ connections, tls, dialer }: HttpTransportSettings, proxy: string | undefined): Dispatcher {
  const limits = { connections, headersTimeout: 0, bodyTimeout: 0, maxHeaderSize: maxHeaderBytes, allowH2: false };
  return proxy === undefined
    ? new Agent({
        ...limits,
        connect: limitedConnector({ ...tls, lookup: dialer.lookup, timeout: maxConnectMs, allowH2: false }),
      })
    : new ProxyAgent({ ...limits, uri: proxy, connectTimeout: maxConnectMs, requestTls: tls, proxyTls: tls });
}

async function prepared(request: HttpRequest, settings: HttpTransportSettings): Promise<HttpMessage> {
  if (!URL.canParse(request.url.reveal())) throw new MisconfiguredError(`${String(request.url)} is not a valid URL`);
  const message = await written(request, settings);
  const bad = Object.entries(message.headers).find(([name, value]) => !isHeader(name, value));
  if (bad) throw new RejectedError(`The header ${JSON.stringify(bad[0])} would hold characters that HTTP forbids`);
  return message;
}

/** A body that cannot be turned into JSON stays so. */
async function written(request: HttpRequest, settings: HttpTransportSettings): Promise<HttpMessage> {
  try {
    return await httpMessage(
      request,
      settings.userAgent ?? falcosidekickUserAgent,
      settings.customheaders,
      settings.clock.now(),
    );
  } catch (error) {
    if (error instanceof MisconfiguredError) throw error;
    throw new RejectedError(
      `The request cannot be written: ${error instanceof Error ? error.message : 'unknown error'}`,
    );
  }
}

async function exchange(
  { method, url, headers, body }: HttpMessage,
  dispatcherFor: (url: URL) => Dispatcher,
  signal: AbortSignal,
  clock: Pick<Clock, 'now'>,
  maxBytes: number,
): Promise<HttpResponse> {
  const { origin, host } = url;
  const path = `${url.pathname}${url.search}`;
  const answer = await translated(host, () =>
    dispatcherFor(url).request({ origin, path, method, headers, body, signal }),
  );
  const { statusCode: status, headers: answerHeaders } = answer;
  const bytes = await translated(host, () => beginningOf(answer.body, maxBytes));
  const text = bytes.toString();
  if (status >= 200 && status < 300) return { status, headers: answerHeaders, text, bytes };
  throw errorOfStatus({
    status,
    host,
    location: single(answerHeaders['location']),
    retryAfter: single(answerHeaders['retry-after']),
    answer: text.slice(0, maxAnswerLength),
    nowMs: clock.now(),
  });
}

async function translated<Result>(host: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw networkError(error, host);
  }
}

/** Leaving the loop early destroys the stream, and with it the connection. */
async function beginningOf(body: AsyncIterable<Buffer>, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > maxBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, maxBytes);
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

function isHeader(name: string, value: string): boolean {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false;
  }
}
