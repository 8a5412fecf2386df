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

/** Of Unicode's private use area, so that no word of a text begins with it. */
const uuidMark = '\ue000';
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

/** The uuid of an alert as one word of the index, which stands in for an index on uuids that every append would pay. */
export function uuidWord(uuid: string): string {
  return uuidMark + wordsOf(uuid).join('');
}
