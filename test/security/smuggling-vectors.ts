/** Requests that two servers may take apart differently; see https://portswigger.net/web-security/request-smuggling. */

export const smuggled =
  '{"output":"o","priority":"Error","rule":"smuggled","time":"2026-11-24T10:00:00Z","output_fields":{"a":1}}';
/** What comes over the wire if somebody takes the body of a vector for the next request. */
const inner = `POST /inner HTTP/1.1\r\nHost: x\r\nContent-Length: ${smuggled.length}\r\n\r\n${smuggled}`;
const innerChunks = `${inner.length.toString(16)}\r\n${inner}\r\n0\r\n\r\n`;

/** Nothing of the alert, so that one is only kept if the rest of the wire was taken for a request. */
function withHeaders(...lines: readonly string[]): string {
  return `POST / HTTP/1.1\r\nHost: x\r\n${lines.map((line) => `${line}\r\n`).join('')}\r\n`;
}

const length = `Content-Length: ${inner.length}`;
const chunked = 'Transfer-Encoding: chunked';

/** Each must be refused as it stands: 400, or whatever more exact there is, and the end of the connection. */
export const refusedRequests: Readonly<Record<string, string>> = {
  'a length and chunks': withHeaders(length, chunked) + innerChunks,
  'chunks and a length': withHeaders(chunked, length) + innerChunks,
  'chunks and no length at all': withHeaders(chunked, 'Content-Length: 0') + innerChunks,
  'two different lengths': withHeaders('Content-Length: 0', length) + inner,
  'the same length twice': withHeaders(length, length) + inner,
  'a list of lengths': withHeaders(`${length}, ${inner.length}`) + inner,
  'a length with a sign': withHeaders(`Content-Length: +${inner.length}`) + inner,
  'a negative length': withHeaders('Content-Length: -1') + inner,
  'a hexadecimal length': withHeaders(`Content-Length: 0x${inner.length.toString(16)}`) + inner,
  'a length with an exponent': withHeaders('Content-Length: 1e2') + inner,
  'a length of two words': withHeaders('Content-Length: 1 1') + inner,
  'a length beyond all numbers': withHeaders(`Content-Length: ${'9'.repeat(30)}`) + inner,
  'an empty length': withHeaders('Content-Length:') + inner,
  'a length in other digits': withHeaders('Content-Length: \xb2') + inner,
  'an unknown transfer coding': withHeaders('Transfer-Encoding: xchunked') + innerChunks,
  'chunks that are not last': withHeaders('Transfer-Encoding: chunked, identity') + innerChunks,
  'the coding identity': withHeaders('Transfer-Encoding: identity') + innerChunks,
  'chunks in quotes': withHeaders('Transfer-Encoding: "chunked"') + innerChunks,
  'a vertical tab before chunked': withHeaders('Transfer-Encoding: \x0bchunked') + innerChunks,
  'a null after chunked': withHeaders('Transfer-Encoding: chunked\0') + innerChunks,
  'two transfer codings': withHeaders(chunked, 'Transfer-Encoding: cow') + innerChunks,
  'a space before the colon': withHeaders('Transfer-Encoding : chunked') + innerChunks,
  'a length with a space before the colon': withHeaders(`Content-Length : ${inner.length}`) + inner,
  'a coding on a folded line': withHeaders('Transfer-Encoding:', ' chunked') + innerChunks,
  'a folded line': withHeaders('X-Folded: a', ' b') + inner,
  'a folded line first': `POST / HTTP/1.1\r\n Host: x\r\n\r\n${inner}`,
  'bare line feeds': withHeaders('Content-Length: 0').replaceAll('\r\n', '\n') + inner,
  'one bare line feed': `POST / HTTP/1.1\r\nHost: x\nX-Y: z\r\nContent-Length: 0\r\n\r\n${inner}`,
  'a bare line feed at the end': `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\n${inner}`,
  'bare carriage returns': withHeaders('Content-Length: 0').replaceAll('\r\n', '\r') + inner,
  'a carriage return in a value': withHeaders('X-Y: a\rContent-Length: 0') + inner,
  'a null in a value': withHeaders('X-Y: a\0b') + inner,
  'a null in a name': withHeaders('X\0Y: a') + inner,
  'a space in a name': withHeaders('X Y: a') + inner,
  'a name with brackets': withHeaders('X(Y): a') + inner,
  'no name': withHeaders(': a') + inner,
  'no colon': withHeaders('Host') + inner,
  'no host': `POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n`,
  'a version that there is not': `POST / HTTP/1.9\r\nHost: x\r\nContent-Length: 0\r\n\r\n${inner}`,
  'a version in lower case': `POST / http/1.1\r\nHost: x\r\n\r\n${inner}`,
  'the beginning of HTTP/2': 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  'a method that there is not': `SMUGGLE / HTTP/1.1\r\nHost: x\r\n\r\n${inner}`,
  'a tab in the request line': `POST\t/ HTTP/1.1\r\nHost: x\r\n\r\n${inner}`,
  'a null in the path': `POST /\0 HTTP/1.1\r\nHost: x\r\n\r\n${inner}`,
  'a chunk with a sign': `${withHeaders(chunked)}+5\r\nhello\r\n0\r\n\r\n${inner}`,
  'a chunk with 0x': `${withHeaders(chunked)}0x5\r\nhello\r\n0\r\n\r\n${inner}`,
  'a negative chunk': `${withHeaders(chunked)}-5\r\nhello\r\n0\r\n\r\n${inner}`,
  'a chunk beyond all numbers': `${withHeaders(chunked)}${'f'.repeat(17)}\r\nhello\r\n0\r\n\r\n${inner}`,
  'a chunk that is longer than it says': `${withHeaders(chunked)}2\r\nhello\r\n0\r\n\r\n${inner}`,
  'a chunk with a bare line feed': `${withHeaders(chunked)}5\nhello\r\n0\r\n\r\n${inner}`,
  'a chunk that ends with a bare line feed': `${withHeaders(chunked)}5\r\nhello\n0\r\n\r\n${inner}`,
  'a line feed in a chunk extension': `${withHeaders(chunked)}5;a\nb\r\nhello\r\n0\r\n\r\n${inner}`,
  'a huge chunk extension': `${withHeaders(chunked)}5;${'a'.repeat(20_000)}\r\nhello\r\n0\r\n\r\n${inner}`,
  'a folded trailer': `${withHeaders(chunked)}0\r\nX: a\r\n b\r\n\r\n${inner}`,
  'huge trailers': `${withHeaders(chunked)}0\r\n${`X: ${'a'.repeat(1000)}\r\n`.repeat(20)}\r\n${inner}`,
  'huge headers': withHeaders(`X-Y: ${'a'.repeat(17_000)}`),
  'a thousand headers of some size': withHeaders(...Array.from({ length: 1000 }, (_, at) => `X-${at}: aaaaaaaaaa`)),
  'a huge path': `POST /${'a'.repeat(17_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
};
