import { isNumber, type Json } from '#kit/json.ts';

/** What `JSON.parse` makes of a text, with numbers as they stand there and text made well-formed: a second opinion. */
export function plainJson(text: string): Json {
  const parsed: Json = JSON.parse(text, withItsText);
  return wellFormed(parsed);
}

/** The context is new in JavaScript, and unknown to TypeScript's library. */
function withItsText(_key: string, value: Json, context?: { readonly source?: string }): Json {
  const source = context?.source;
  return typeof value === 'number' && source !== undefined && String(value) !== source ? JSON.rawJSON(source) : value;
}

function wellFormed(value: Json): Json {
  if (typeof value === 'string') return value.toWellFormed();
  if (typeof value !== 'object' || value === null || isNumber(value)) return value;
  if (isList(value)) return value.map(wellFormed);
  const copy: Record<string, Json> = {};
  for (const [key, item] of Object.entries(value)) {
    Object.defineProperty(copy, key.toWellFormed(), {
      value: wellFormed(item),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return copy;
}

/** How many keys stand in a text that is JSON. More than its value has, where one stands twice. */
export function keysInText(text: string): number {
  return [...text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/gs)].filter(([, colon]) => colon !== undefined).length;
}

export function keysInValue(value: Json): number {
  if (typeof value !== 'object' || value === null || isNumber(value)) return 0;
  const inside = Object.values<Json>(value).reduce<number>((sum, item) => sum + keysInValue(item), 0);
  return isList(value) ? inside : inside + Object.keys(value).length;
}

/** How deep brackets nest in a text that may not be JSON. */
export function nesting(text: string): number {
  let [depth, deepest] = [0, 0];
  for (const character of text.replaceAll(/"(?:[^"\\]|\\.)*"/gs, '')) {
    if (character === '{' || character === '[') deepest = Math.max(deepest, ++depth);
    else if (character === '}' || character === ']') depth--;
  }
  return deepest;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
