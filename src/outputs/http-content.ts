import { RejectedError } from './errors.ts';

type Escape = (text: string) => string;

/** How a value is written within a body, by its type: between the quotes of JSON, as text of XML, as a value of a form. */
const escapes: readonly (readonly [type: RegExp, escape: Escape])[] = [
  [/json/i, (text) => JSON.stringify(text).slice(1, -1)],
  [/x-www-form-urlencoded/i, encodeURIComponent],
  [/xml|html/i, (text) => text.replace(notXml, '\ufffd').replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`)],
];

// eslint-disable-next-line no-control-regex -- what XML 1.0 forbids
const notXml = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g;

/** Of a type that is none of these, a value stands as it is. */
export function escapeForBody(contentType: string): Escape {
  return escapes.find(([type]) => type.test(contentType))?.[1] ?? ((text) => text);
}

/**
 * Sees to it that a rendered body is JSON, or lines of JSON, where its type says so.
 * @throws RejectedError where it is not
 */
export function checkBody(body: string, contentType: string): void {
  if (!/json/i.test(contentType)) return;
  const documents = /ndjson|jsonl|json-lines/i.test(contentType) ? body.trimEnd().split('\n') : [body];
  for (const document of documents) checkJson(document);
}

function checkJson(document: string): void {
  try {
    JSON.parse(document);
  } catch (error) {
    const reason = error instanceof SyntaxError ? error.message.replace(/, ".*|\.\.\..*/s, '') : 'unknown error';
    throw new RejectedError(`The body that the template makes of this alert is not JSON: ${reason}`);
  }
}
