import { ApiFailure } from './api-failure.ts';
import type { ApiError } from './contract.ts';
import { parseExactJson } from './exact-json.ts';

export type Parameters = Readonly<Record<string, string | number | boolean | undefined>>;

interface Call {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly parameters?: Parameters;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/** Asks the server. Paths are those of the API, below `/api/v1`; the page's base says where that is. */
export class ApiClient {
  /** Goes with what changes something; the session tells it. */
  csrf: string | undefined;
  /** Called when an answer says that nobody is signed in any more. */
  onSignedOut: (() => void) | undefined;

  get<Answer>(path: string, parameters: Parameters = {}, signal?: AbortSignal): Promise<Answer> {
    return this.#call<Answer>(path, { parameters, ...(signal && { signal }) });
  }

  send<Answer>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<Answer> {
    return this.#call<Answer>(path, { method, body });
  }

  /** The address of a resource, for links and streams. */
  address(path: string, parameters: Parameters = {}): string {
    const url = new URL(`api/v1${path}`, document.baseURI);
    for (const [name, value] of Object.entries(parameters)) {
      if (value !== undefined && value !== '') url.searchParams.set(name, String(value));
    }
    return url.href;
  }

  async #call<Answer>(path: string, { method = 'GET', parameters, body, signal }: Call): Promise<Answer> {
    const response = await fetch(this.address(path, parameters), {
      method,
      headers: this.#headers(method, body),
      credentials: 'same-origin',
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    }).catch((error: unknown) => {
      if (signal?.aborted) throw error;
      throw new ApiFailure(0, { error: 'Tiercel does not answer. The connection may be down, or it is restarting.' });
    });
    const text = await response.text();
    if (response.ok) return parseExactJson<Answer>(text || 'null');
    if (response.status === 401 && path !== '/session') this.onSignedOut?.();
    throw new ApiFailure(response.status, readError(text, response));
  }

  #headers(method: string, body: unknown): Record<string, string> {
    return {
      Accept: 'application/json',
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...(method !== 'GET' && this.csrf !== undefined && { 'X-Tiercel-Csrf': this.csrf }),
    };
  }
}

function readError(text: string, { status, statusText }: Response): ApiError {
  try {
    return parseExactJson<ApiError>(text);
  } catch {
    return { error: `The server answered ${status} ${statusText}.` };
  }
}
