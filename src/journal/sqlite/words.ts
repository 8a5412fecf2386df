import { isJsonObject, isNumber, numberText, type Json } from '#kit/json.ts';
import { readJson } from '#kit/json-read.ts';

/**
 * The one idea of a word that both the search index and the search without it have: a run of letters, marks and digits,
 * in lower case. SQLite's `ascii` tokenizer takes such a run as one word, whatever its script.
 */
const word = /[\p{L}\p{M}\p{N}]+/gu;
/** The same, several times as fast, for texts without other letters. */
const asciiWord = /[a-z0-9]+/g;
// eslint-disable-next-line no-control-regex -- the range of ASCII
const isAscii = /^[\u0000-\u007f]*$/;
/** In JSON without spaces, with the sign before; now and then also a part of a text. */
const numberLiteral = /(?:":|[[,])-?\d[^,}\]"]*/g;
const storedLimits = { maxDepth: 10_000 };

export function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(isAscii.test(text) ? asciiWord : word) ?? [];
}

/** What is searched in the JSON of an alert, each text for itself: output, rule, and the values of the fields. */
export function searchedTexts(json: string): readonly string[] {
  const alert = readJson(json, storedLimits);
  if (!isJsonObject(alert)) return [];
  const texts: string[] = [];
  collectTexts(alert['output'], texts);
  collectTexts(alert['rule'], texts);
  const fields = alert['output_fields'];
  if (isJsonObject(fields)) for (const value of Object.values(fields)) collectTexts(value, texts);
  return texts;
}

function collectTexts(value: Json | undefined, texts: string[]): void {
  if (typeof value === 'string') texts.push(value);
  else if (isNumber(value)) texts.push(numberText(value));
  else if (typeof value === 'boolean') texts.push(String(value));
  else if (isJsonObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      texts.push(key);
      collectTexts(item, texts);
    }
  } else if (Array.isArray(value)) for (const item of value) collectTexts(item, texts);
}

/** Collects the words of some alerts for the index: at least all that `searchedTexts` would give. */
export class BlockWords {
  readonly #words = new Set<string>();
  readonly #seenTexts = new Set<string>();

  /** @throws SyntaxError for a text that is not JSON */
  add(json: string): void {
    const alert: Json = JSON.parse(json);
    if (!isJsonObject(alert)) return;
    // Numbers are taken from the text, since a double may print differently.
    const texts: string[] = json.match(numberLiteral) ?? [];
    this.#collect(alert['output'], texts);
    this.#collect(alert['rule'], texts);
    const fields = alert['output_fields'];
    if (isJsonObject(fields)) for (const name in fields) this.#collect(fields[name], texts);
    for (const found of wordsOf(texts.join('\n'))) this.#words.add(found);
  }

  joined(): string {
    return [...this.#words].join(' ');
  }

  #collect(value: Json | undefined, texts: string[]): void {
    if (typeof value === 'string') {
      if (this.#seenTexts.has(value)) return;
      this.#seenTexts.add(value);
      texts.push(value);
    } else if (typeof value === 'boolean') texts.push(String(value));
    else if (isJsonObject(value)) {
      for (const [key, item] of Object.entries(value)) {
        this.#collect(key, texts);
        this.#collect(item, texts);
      }
    } else if (Array.isArray(value)) for (const item of value) this.#collect(item, texts);
  }
}
