import { DeliveryError, MisconfiguredError } from '#outputs/errors.ts';

const untrusted =
  'shows a certificate that is not trusted: name its CA in "tlsclient.cacertfile", or set "checkcert: false"';

/** What the codes of Node, OpenSSL and undici say of a host. */
const meanings: ReadonlyMap<string, string> = new Map([
  ['ECONNREFUSED', 'refuses connections'],
  ['ECONNRESET', 'closed the connection before it answered'],
  ['EPIPE', 'closed the connection before it answered'],
  ['UND_ERR_SOCKET', 'closed the connection before it answered'],
  ['ETIMEDOUT', 'does not accept connections in time'],
  ['UND_ERR_CONNECT_TIMEOUT', 'does not accept connections in time'],
  ['EHOSTUNREACH', 'cannot be reached'],
  ['ENETUNREACH', 'cannot be reached'],
  ['ENOTFOUND', 'is unknown to the name server: check the host name'],
  ['EAI_AGAIN', 'could not be looked up, since the name server does not answer'],
  ['UND_ERR_HEADERS_OVERFLOW', 'answered with too many headers'],
  ['HTTPParserError', 'answered something that is not HTTP'],
  ['CERT_HAS_EXPIRED', 'shows a certificate that has expired'],
  ['CERT_NOT_YET_VALID', 'shows a certificate that is not valid yet: check the clock'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'shows a certificate for another name'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', untrusted],
  ['SELF_SIGNED_CERT_IN_CHAIN', untrusted],
  ['UNABLE_TO_GET_ISSUER_CERT', untrusted],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', untrusted],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', untrusted],
]);

/** Requests that undici will not send at all, whatever the other side does. */
const unsendable: ReadonlySet<string> = new Set(['UND_ERR_INVALID_ARG', 'UND_ERR_NOT_SUPPORTED', 'ERR_INVALID_URL']);

/**
 * Says anew, from its code alone, why no answer came: the messages of Node and undici may contain the URL, and that
 * may be a secret. For the same reason the error is not kept as a cause. One of ours, from the dialer, stays as it is.
 */
export function networkError(error: unknown, host: string): DeliveryError {
  if (error instanceof DeliveryError) return error;
  const code = codeOf(error);
  if (unsendable.has(code)) {
    return new MisconfiguredError(`The request to ${host} cannot be sent: check the URL, the headers and the proxy`);
  }
  const meaning = code.startsWith('HPE_') ? 'answered something that is not HTTP' : meanings.get(code);
  return new DeliveryError(meaning === undefined ? `${host} gave no answer (${code})` : `${host} ${meaning}`);
}

/** The code may stand in an error below: of each address that was tried, or as the cause. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  if ('code' in error && typeof error.code === 'string') return error.code;
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return error.cause === undefined ? error.name : codeOf(error.cause);
}
