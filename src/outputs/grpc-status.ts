import { DeliveryError, MisconfiguredError, RejectedError, ThrottledError } from './errors.ts';
import { readProtobuf } from './protobuf-reader.ts';

/** How a call ended. See https://grpc.io/docs/guides/status-codes/. */
export interface GrpcStatus {
  readonly code: number;
  readonly message: string;
  /** A `google.rpc.Status` in base64, from `grpc-status-details-bin`. */
  readonly details: string;
}

interface Meaning {
  readonly name: string;
  /** The status of HTTP that means the same: https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto. */
  readonly status: number;
  readonly kind?: 'rejected' | 'misconfigured';
}

/**
 * OTLP would have UNKNOWN, INTERNAL and a few others dropped. An alert is tried again until it is due for the dead letters,
 * for what is behind a receiver may have failed. See https://opentelemetry.io/docs/specs/otlp/#failures.
 */
const meanings: Readonly<Record<number, Meaning>> = {
  1: { name: 'CANCELLED', status: 499 },
  2: { name: 'UNKNOWN', status: 500 },
  3: { name: 'INVALID_ARGUMENT', status: 400, kind: 'rejected' },
  4: { name: 'DEADLINE_EXCEEDED', status: 504 },
  5: { name: 'NOT_FOUND', status: 404, kind: 'misconfigured' },
  6: { name: 'ALREADY_EXISTS', status: 409 },
  7: { name: 'PERMISSION_DENIED', status: 403, kind: 'misconfigured' },
  8: { name: 'RESOURCE_EXHAUSTED', status: 429 },
  9: { name: 'FAILED_PRECONDITION', status: 400 },
  10: { name: 'ABORTED', status: 409 },
  11: { name: 'OUT_OF_RANGE', status: 400 },
  12: { name: 'UNIMPLEMENTED', status: 501, kind: 'misconfigured' },
  13: { name: 'INTERNAL', status: 500 },
  14: { name: 'UNAVAILABLE', status: 503 },
  15: { name: 'DATA_LOSS', status: 500 },
  16: { name: 'UNAUTHENTICATED', status: 401, kind: 'misconfigured' },
};

/** What an end other than OK means for the alerts that were sent. */
export function errorOfGrpcStatus({ code, message, details }: GrpcStatus, host: string): DeliveryError {
  const { name, status, kind } = meanings[code] ?? { name: `the code ${code}`, status: 500 };
  const text = `${host} answered ${name}${message === '' ? '' : `: ${message}`}`;
  const answer = { status, answer: message };
  if (kind === 'rejected' || tooLarge.test(message)) return new RejectedError(text, answer);
  if (kind === 'misconfigured') return new MisconfiguredError(text, answer);
  const pauseMs = retryDelayMs(details);
  return pauseMs > 0 ? new ThrottledError(text, pauseMs, answer) : new DeliveryError(text, answer);
}

/** Said with RESOURCE_EXHAUSTED, which is temporary otherwise. */
const tooLarge = /message (?:is )?larger than max/i;

/** The status of a call that was answered by something that speaks only HTTP, such as a proxy. */
export function grpcCodeOfHttp(status: number): number {
  return (
    new Map([
      [400, 13],
      [401, 16],
      [403, 7],
      [404, 12],
      [429, 14],
      [502, 14],
      [503, 14],
      [504, 14],
    ]).get(status) ?? 2
  );
}

/** The pause that a `google.rpc.RetryInfo` among the details asks for; 0 for none. */
function retryDelayMs(details: string): number {
  const infos = readProtobuf(Buffer.from(details, 'base64')).contents(3).map(readProtobuf);
  const info = infos.find((any) => Buffer.from(any.content(1)).toString().endsWith('/google.rpc.RetryInfo'));
  if (!info) return 0;
  const delay = readProtobuf(readProtobuf(info.content(2)).content(1));
  const [seconds, nanos] = [Number(delay.varint(1)), Number(delay.varint(2))];
  return Math.ceil(seconds * 1000 + nanos / 1e6);
}
