import { z } from 'zod';
import { Secret } from '#kit/secret.ts';
import type { RequestUrl } from '#kit/url.ts';
import { authorization } from './authorization.ts';
import { DeliveryError, MisconfiguredError } from './errors.ts';
import type { HttpRequest, HttpResponse, HttpTransport } from './output.ts';
import { answerJson } from './answer-json.ts';

const answer = z.object({ data: z.object({ token: z.string().min(1) }) });

/**
 * Exchanges the credentials of requests for a token, and does so again where one is refused: it lasts 15 minutes, unless its
 * server or somebody who changed the password ends it. See
 * https://documentation.wazuh.com/current/user-manual/api/getting-started.html.
 */
export function withToken(http: HttpTransport, authenticateAt: RequestUrl): HttpTransport {
  let token: Secret | undefined;

  async function attempt(request: HttpRequest, signal: AbortSignal): Promise<HttpResponse> {
    token ??= await authenticate(http, authenticateAt, request, signal);
    const headers = { ...request.headers, Authorization: authorization('Bearer', token) };
    return http.send({ ...request, headers }, signal);
  }

  return {
    async send(request, signal) {
      const hadToken = token !== undefined;
      try {
        return await attempt(request, signal);
      } catch (error) {
        if (!isUnauthorized(error)) throw error;
        token = undefined;
        if (!hadToken) throw error;
        return attempt(request, signal);
      }
    },
  };
}

async function authenticate(
  http: HttpTransport,
  url: RequestUrl,
  { headers = {} }: HttpRequest,
  signal: AbortSignal,
): Promise<Secret> {
  const response = await http.send({ url, headers }, signal);
  const read = answerJson(response.text, answer);
  if (read) return new Secret(read.data.token);
  // The answer is not kept: it may hold a token after all.
  throw new MisconfiguredError('The answer is not one of the Wazuh server API: check the option hostport', {
    status: response.status,
  });
}

function isUnauthorized(error: unknown): boolean {
  return error instanceof DeliveryError && error.status === 401;
}
