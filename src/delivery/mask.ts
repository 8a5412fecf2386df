import { escapeHtml } from '#kit/json-write.ts';
import type { Secret } from '#kit/secret.ts';

/** Replaces secrets in a text by `[secret]`. */
export type Mask = (text: string) => string;

/** Less would be found in any text, and be guessed as easily. */
const minLength = 6;
const mark = '[secret]';

/**
 * Hides the secrets of an output in what others say of a request: services, and proxies before them, quote headers and
 * URLs in their errors, and what they answer is stored and shown. Secrets are known by every usual way of writing them,
 * and by their beginning where the text was cut within one.
 */
export function createMask(secrets: readonly Secret[]): Mask {
  const words = new Set(secrets.flatMap((secret) => wordsOf(secret.reveal())));
  const forms = [...new Set([...words].filter(isLong).flatMap(formsOf))].filter(isLong);
  if (forms.length === 0) return (text) => text;
  const longestFirst = forms.sort((a, b) => b.length - a.length);
  const pattern = new RegExp(longestFirst.map(escaped).join('|'), 'gi');
  return (text) => (text === '' ? text : withoutCutForm(text.replaceAll(pattern, mark), longestFirst));
}

function isLong({ length }: string): boolean {
  return length >= minLength;
}

/** A secret; of one that is a URL, also the parts that make it one. */
function wordsOf(text: string): readonly string[] {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) return [text];
  const { href, username, password, pathname, search } = url;
  const values = [...pathname.split('/').map(decoded), ...url.searchParams.values()];
  const credentials = [username, password, `${username}:${password}`].map(decoded);
  const path = pathname === '/' && search === '' ? '' : `${pathname}${search}`;
  return [text, href, path, ...credentials, ...values.filter(looksSecret)];
}

/** A part of a path is an everyday word, or it is a credential. */
function looksSecret(part: string): boolean {
  return part.length > 16 || /[0-9A-Z]/.test(part);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** As it stands in JSON, in URLs, in HTML and in base64. */
function formsOf(word: string): readonly string[] {
  const json = JSON.stringify(word).slice(1, -1);
  const percent = encodeURIComponent(word.toWellFormed());
  const html = word.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
  return [
    word,
    json,
    json.replaceAll('/', String.raw`\/`),
    escapeHtml(json),
    percent,
    percent.replaceAll('%3A', ':').replaceAll('%40', '@'),
    percent.replaceAll('%20', '+'),
    encodeURI(word.toWellFormed()),
    html,
    html.replaceAll("'", '&#39;'),
    html.replaceAll("'", '&#x27;'),
    ...base64Forms(Buffer.from(word)),
  ];
}

/** Three bytes make four characters, so that a word among others is written in one of three ways, but for its ends. */
function base64Forms(bytes: Buffer): readonly string[] {
  return [0, 2, 3].flatMap((start, shift) => {
    const shifted = Buffer.concat([Buffer.alloc(shift), bytes]);
    const end = Math.floor((shifted.length * 8) / 6);
    return [shifted.toString('base64').slice(start, end), shifted.toString('base64url').slice(start, end)];
  });
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}

/** Where the text ends within a secret. */
function withoutCutForm(text: string, forms: readonly string[]): string {
  for (const form of forms) {
    const beginning = form.slice(0, minLength);
    let at = text.indexOf(beginning, Math.max(0, text.length - form.length));
    while (at >= 0 && !form.startsWith(text.slice(at))) at = text.indexOf(beginning, at + 1);
    if (at >= 0) return text.slice(0, at) + mark;
  }
  return text;
}
