import { z } from 'zod';
import { answerOf, DeliveryError, MisconfiguredError, RejectedError, ThrottledError } from './errors.ts';
import type { HttpResponse } from './output.ts';
import { readProtobuf } from './protobuf-reader.ts';

/** What a receiver did not take of a request that it took in all. */
interface PartialSuccess {
  readonly rejected: bigint;
  readonly message: string;
}

/**
 * A receiver that takes a part says how many items it did not take, and not which: the request counts as refused, and so each
 * alert of a batch is heard alone. See https://opentelemetry.io/docs/specs/otlp/#partial-success.
 */
export function checkOtlpAnswer(response: HttpResponse): void {
  const { rejected, message } = partialSuccess(response);
  if (rejected <= 0n) return;
  throw new RejectedError(`The receiver refused ${rejected} of the items sent: ${message || 'it does not say why'}`, {
    ...answerOf(response),
    answer: message,
  });
}

/** An answer that is a `google.rpc.Status` becomes the message in it. */
export function explainOtlp(error: DeliveryError): DeliveryError {
  const message = messageIn(error.answer ?? '');
  if (message === undefined) return error;
  const [text, details] = [`${error.message}: ${message}`, { status: error.status, answer: message }] as const;
  if (error instanceof RejectedError) return new RejectedError(text, details);
  if (error instanceof MisconfiguredError) return new MisconfiguredError(text, details);
  if (error instanceof ThrottledError) return new ThrottledError(text, error.retryAfterMs, details);
  return new DeliveryError(text, details);
}

/**
 * A code, a message with its length, and details, as they look once read as UTF-8: a length of two bytes begins with one
 * that is none. See https://github.com/googleapis/googleapis/blob/master/google/rpc/status.proto.
 */
// eslint-disable-next-line no-control-regex -- tags of fields are such characters
const statusAnswer = /^(?:\u0008[\s\S])?\u0012\ufffd*[\s\S]([^\u001a]+)/;

function messageIn(answer: string): string | undefined {
  return statusAnswer.exec(answer)?.[1] ?? jsonStatus.safeParse(parsed(answer)).data?.message;
}

const jsonStatus = z.object({ message: z.string() });

function partialSuccess({ text, bytes, headers }: HttpResponse): PartialSuccess {
  if (String(headers['content-type']).includes('json')) return fromJson(text);
  const partial = readProtobuf(readProtobuf(bytes ?? Buffer.from(text)).content(1));
  return { rejected: partial.varint(1), message: Buffer.from(partial.content(2)).toString() };
}

const jsonAnswer = z.object({
  partialSuccess: z.looseObject({ errorMessage: z.string().default('') }).default({ errorMessage: '' }),
});

/** An `int64` is a text in JSON, and a number with those who do not know that. */
function fromJson(text: string): PartialSuccess {
  const { data } = jsonAnswer.safeParse(parsed(text));
  const count = Object.entries(data?.partialSuccess ?? {}).find(([name]) => name.startsWith('rejected'))?.[1];
  const rejected = /^\d{1,18}$/.test(String(count)) ? BigInt(String(count)) : 0n;
  return { rejected, message: data?.partialSuccess.errorMessage ?? '' };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
