import { openGrpcTransport, type GrpcContext } from './grpc-transport.ts';
import type { OtlpOptions } from './otlp-options.ts';
import type { HttpTransport } from './output.ts';

/** Well below the 4 MiB that a receiver takes by gRPC, see `otlp-attributes.ts`: a request repeats some names for each alert. */
export const otlpBatch = { maxAlerts: 500, maxBytes: 1_000_000 };

/** By which requests of OTLP travel. */
export async function otlpClient(
  { protocol }: Pick<OtlpOptions, 'protocol'>,
  context: GrpcContext & { readonly http: HttpTransport },
): Promise<HttpTransport> {
  return protocol === 'grpc' ? openGrpcTransport(context) : context.http;
}
