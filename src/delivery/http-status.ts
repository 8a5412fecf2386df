import { parseRetryAfter } from '#kit/retry-after.ts';
import { DeliveryError, MisconfiguredError, RejectedError, ThrottledError } from '#outputs/errors.ts';

/** An HTTP answer that is not a success. */
export interface RefusedAnswer {
  readonly status: number;
  /** Host and port that answered: all of the URL that may be shown. */
  readonly host: string;
  readonly location: string | undefined;
  readonly retryAfter: string | undefined;
  /** The beginning of the body. */
  readonly answer: string;
  readonly nowMs: number;
}

/** The alert is at fault: the same request will be refused again. */
const rejections: ReadonlyMap<number, string> = new Map([
  [400, 'Bad Request'],
  [413, 'Content Too Large'],
  [414, 'URI Too Long'],
  [422, 'Unprocessable Content'],
  [431, 'Request Header Fields Too Large'],
]);

/** The operator has to mend something, and the alerts must not be lost over it. */
const misconfigurations: ReadonlyMap<number, string> = new Map([
  [401, 'Unauthorized: check the credentials'],
  [402, 'Payment Required: check the account'],
  [403, 'Forbidden: check the credentials and what they permit'],
  [404, 'Not Found: check the URL'],
  [405, 'Method Not Allowed: check the URL and the method'],
  [406, 'Not Acceptable: check the custom headers'],
  [407, 'Proxy Authentication Required: check the credentials of the proxy'],
  [410, 'Gone: check the URL, or whether the credentials were withdrawn'],
  [411, 'Length Required: check what stands between'],
  [415, 'Unsupported Media Type: check the custom headers'],
  [451, 'Unavailable For Legal Reasons'],
]);

/**
 * What a status means for the alerts that were sent. Whatever is not known to be final is tried again:
 * 408, 425, 429 without a usable `Retry-After`, every 5xx.
 */
export function errorOfStatus(refused: RefusedAnswer): DeliveryError {
  const { status, host, answer, nowMs } = refused;
  const details = { status, answer };
  if (status >= 300 && status < 400) return new MisconfiguredError(redirection(refused), details);

  const rejection = rejections.get(status);
  if (rejection !== undefined) return new RejectedError(`${host} answered ${status} ${rejection}`, details);
  const misconfiguration = misconfigurations.get(status);
  if (misconfiguration !== undefined) {
    return new MisconfiguredError(`${host} answered ${status} ${misconfiguration}`, details);
  }

  const pauseMs = status === 429 || status === 503 ? parseRetryAfter(refused.retryAfter, nowMs) : undefined;
  if (pauseMs !== undefined) {
    return new ThrottledError(`${host} answered ${status} and asks for a pause`, pauseMs, details);
  }
  return new DeliveryError(`${host} answered ${status}`, details);
}

/** Following could carry alerts and credentials to somebody the operator did not name. */
function redirection({ status, host, location }: RefusedAnswer): string {
  const target = location !== undefined && URL.canParse(location) ? ` to ${new URL(location).host}` : '';
  return `${host} redirects${target} (${status}), which is not followed: configure the final URL`;
}
