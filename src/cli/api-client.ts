import { isJsonObject, type Json, type JsonObject } from '#kit/json.ts';
import { readJson } from '#kit/json-read.ts';
import { localKey } from './local-key.ts';
import type { CommandOption, Invocation, Terminal } from './command.ts';

/** No Tiercel answers at the address. */
export class UnavailableError extends Error {
  override readonly name = 'UnavailableError';
}

/** The options of every command that asks a running Tiercel. */
export const apiOptions = {
  url: {
    type: 'string',
    value: 'URL',
    description: 'Address of the console of a running Tiercel (default: TIERCEL_URL or http://127.0.0.1:2802).',
  },
  token: {
    type: 'string',
    value: 'TOKEN',
    description:
      'Its "console.token" or an API token (default: CONSOLE_TOKEN). Not needed by whoever runs Tiercel on this machine.',
  },
} as const satisfies Readonly<Record<string, CommandOption>>;

export interface ApiClient {
  readonly url: string;
  get(path: string, query?: Readonly<Record<string, string | undefined>>): Promise<JsonObject>;
  post(path: string, body: unknown): Promise<JsonObject>;
  send(method: 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<JsonObject>;
  /** Server-sent events as they come, until the signal is aborted. */
  events(path: string, query: Readonly<Record<string, string | undefined>>): AsyncGenerator<ServerEvent>;
}

export interface ServerEvent {
  readonly event: string;
  readonly data: string;
}

const answerLimits = { maxDepth: 10_000 };

export function apiClient(invocation: Invocation, { environment, signal }: Terminal): ApiClient {
  const url = (invocation.text('url') ?? environment['TIERCEL_URL'] ?? 'http://127.0.0.1:2802').replace(/\/$/, '');
  const token = invocation.text('token') ?? environment['CONSOLE_TOKEN'];

  async function ask(
    path: string,
    query: Readonly<Record<string, string | undefined>>,
    init: RequestInit,
    by?: string,
  ) {
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, value);
    const headers = new Headers(init.headers);
    if (by) headers.set('Authorization', `Bearer ${by}`);
    const address = `${url}/api/v1${path}${search.size > 0 ? `?${search.toString()}` : ''}`;
    return fetch(address, { ...init, headers, signal });
  }

  async function request(path: string, query: Readonly<Record<string, string | undefined>>, init: RequestInit) {
    let response: Response;
    try {
      response = await ask(path, query, init, token);
      const key = response.status === 401 && !token ? await localKey(url, response) : undefined;
      if (key !== undefined) response = await ask(path, query, init, key);
    } catch (cause) {
      if (signal.aborted) throw cause;
      throw new UnavailableError(`No Tiercel answers at ${url}. ${remedyOf(cause)}`, { cause });
    }
    if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await refusal(response)}`);
    return response;
  }

  return {
    url,
    get: async (path, query = {}) => readObject(await (await request(path, query, {})).text()),
    post: async (path, body) => {
      const init = { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } };
      return readObject(await (await request(path, {}, init)).text());
    },
    send: async (method, path, body) => {
      const init = { method, body: JSON.stringify(body ?? {}), headers: { 'Content-Type': 'application/json' } };
      return readObject(await (await request(path, {}, init)).text());
    },
    async *events(path, query) {
      const response = await request(path, query, { headers: { Accept: 'text/event-stream' } });
      if (response.body) yield* serverEvents(response.body);
    },
  };
}

/** Connections end before a word where one side speaks TLS and the other does not, or does not trust. */
function remedyOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (/CERT|SELF_SIGNED|UNABLE_TO|ALTNAME/.test(code)) {
    return `Its certificate is not trusted (${code}): name its authority's file in NODE_EXTRA_CA_CERTS, and the host as the certificate does.`;
  }
  if (/SSL|UND_ERR_SOCKET|ECONNRESET/.test(code))
    return 'It may speak TLS where you do not, or the other way round: look at --url.';
  return 'Start one with "tiercel serve", or say where it is with --url.';
}

/** See https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation. */
async function* serverEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
  let pending = '';
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
    const blocks = (pending + chunk).split('\n\n');
    pending = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = new Map(
        block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
      );
      const data = fields.get('data');
      if (data !== undefined) yield { event: fields.get('event') ?? 'message', data };
    }
  }
}

async function refusal(response: Response): Promise<string> {
  const text = await response.text();
  try {
    const { error } = readObject(text);
    return typeof error === 'string' ? error : text.slice(0, 500);
  } catch {
    return text.slice(0, 500);
  }
}

function readObject(text: string): JsonObject {
  const value = readJson(text, answerLimits);
  return isJsonObject(value) ? value : {};
}

/** A list in an answer. */
export function listIn(answer: JsonObject, key: string): readonly Json[] {
  const value = answer[key];
  return Array.isArray(value) ? value : [];
}
