import { errorText, type Answer } from './answer.ts';

/** Why a request was not simply accepted; the label of a metric. */
export type RefusalReason =
  /** Not a POST. */
  | 'method'
  /** Not JSON, or nested too deep, or compressed badly. */
  | 'syntax'
  /** JSON that is not an alert. */
  | 'invalid'
  /** Of somebody who shows neither the token nor the signature that is asked for. */
  | 'unauthorized'
  /** Too many bytes or alerts. */
  | 'size'
  /** An unknown `Content-Encoding`. */
  | 'encoding'
  /** A `Content-Type` that is not JSON, where audit events come in. */
  | 'type'
  /** The sender went away before its body was complete. */
  | 'aborted'
  /** No room, or no answer of the journal, within `source.maxwait`. */
  | 'timeout'
  /** The journal could not keep the alerts. */
  | 'journal'
  /** A fault of ours. */
  | 'fault';

/** A request that is not answered by 200. The message is for the log, the answer for the sender. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly reason: RefusalReason;
  readonly answer: Answer;

  constructor(reason: RefusalReason, message: string, answer: Answer, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.reason = reason;
    this.answer = answer;
  }
}

/** Falcosidekick's answer to whatever is not a valid alert. */
export const invalidBody = errorText(400, 'Please send a valid request body');

/** Falcosidekick's answer to every method but POST. */
export const notPost = errorText(400, 'Please send with post http method');

/** @param option what sets the limit */
export function tooLarge(maxBodyBytes: number, option: string): Refusal {
  const text = `The body is larger than ${maxBodyBytes} bytes: send fewer alerts at a time, or raise "${option}"`;
  return new Refusal('size', text, errorText(413, text));
}

export function tooRich(maxValues: number): Refusal {
  const text = `The body holds more than ${maxValues} JSON values: send less at a time, or raise "source.maxvalues"`;
  return new Refusal('size', text, errorText(413, text));
}

export function bomb(maxExpansion: number): Refusal {
  const text = `The body is more than ${maxExpansion} times as large decompressed: send it without compression`;
  return new Refusal('size', text, errorText(413, text));
}

export function tooMany(maxAlerts: number): Refusal {
  const text = `The request holds more than ${maxAlerts} alerts, none was kept: send fewer at a time, or raise "source.maxalerts"`;
  return new Refusal('size', text, errorText(413, text));
}

export function unknownEncoding(): Refusal {
  const text = 'This Content-Encoding is not supported: send gzip or none';
  return new Refusal('encoding', text, errorText(415, text));
}

/** The sender hears this only if its connection is still there. */
export function aborted(cause: unknown): Refusal {
  return new Refusal('aborted', 'The sender went away in the middle of its request', invalidBody, cause);
}

/** Events can be told from alerts only where there are rules for them. */
export function noRules(): Refusal {
  const text = 'There are no rules for audit events here: set "rules.files", or "audit.keep: all"';
  return new Refusal('invalid', text, errorText(404, text));
}

export function waitedTooLong(waitedFor: string): Refusal {
  return new Refusal(
    'timeout',
    `Waited in vain for ${waitedFor}`,
    errorText(503, 'The alert could not be kept in time: send it again'),
  );
}

export function notKept(cause: unknown): Refusal {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new Refusal(
    'journal',
    `The journal did not keep the alert: ${reason}`,
    errorText(503, 'The alert could not be kept: send it again'),
    cause,
  );
}
