import type { Alert } from '#alert/alert.ts';
import { RejectedError } from '../errors.ts';
import type {
  Connection,
  ConnectContext,
  HttpRequest,
  HttpResponse,
  HttpTransport,
  Output,
  Receipt,
} from '../output.ts';
import { installation } from './alerts.ts';

/** Connects an output outside the delivery layer. */
export async function connect(
  output: Output,
  options: unknown,
  context: Partial<ConnectContext> = {},
): Promise<Connection> {
  return output.configure(options, installation).connect({
    http: noHttp,
    httpWith: () => noHttp,
    tls: {},
    stdout: process.stdout,
    signal: new AbortController().signal,
    lost: () => {},
    ...context,
  });
}

/** Delivers with a deadline that only a test that hangs reaches. */
export function deliver(connection: Connection, first: Alert, ...others: Alert[]): Promise<Receipt> {
  return connection.deliver([first, ...others], AbortSignal.timeout(20_000));
}

const noHttp: HttpTransport = {
  send: async () => {
    throw new RejectedError('There is no HTTP in this test');
  },
};

/** Answers requests in turn, errors by throwing them, and keeps the requests. */
export function scripted(...answers: (string | Error)[]): HttpTransport & { readonly requests: HttpRequest[] } {
  const requests: HttpRequest[] = [];
  return {
    requests,
    async send(request): Promise<HttpResponse> {
      const answer = answers[requests.length];
      requests.push(request);
      if (answer instanceof Error) throw answer;
      return { status: 200, headers: {}, text: answer ?? '' };
    },
  };
}

/** What a promise rejects with. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('It did not fail');
}
