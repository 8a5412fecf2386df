import type { ConfiguredOutput, HttpTransport } from '#outputs/output.ts';

/** An output that sends to a server of the test whatever it would send to its own, path and all. */
export function redirected(output: ConfiguredOutput, origin: string): ConfiguredOutput {
  return {
    batch: output.batch,
    encode: (alerts) => output.encode(alerts),
    connect: async (context) =>
      output.connect({
        ...context,
        http: redirectedTransport(context.http, origin),
        httpWith: (tls) => redirectedTransport(context.httpWith(tls), origin),
      }),
  };
}

function redirectedTransport(http: HttpTransport, origin: string): HttpTransport {
  return {
    send: async (request, signal) => {
      const { pathname, search } = new URL(request.url.reveal());
      const target = `${origin}${pathname}${search}`;
      return http.send({ ...request, url: { toString: () => origin, reveal: () => target } }, signal);
    },
  };
}
