/**
 * Lists and maps written as one text, as environment variables hold them.
 */

/** `a, b,c`. Blanks around the items do not count; upstream keeps them, so that `"a, b"` named a field ` b`. */
export function listFromText(text: string): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

export interface TextMap {
  readonly entries: readonly (readonly [key: string, value: string])[];
  /** Positions, from 1, of the items that are not `name:value`. */
  readonly unreadable: readonly number[];
}

/**
 * `name:value,name:value`. A value may hold colons, which upstream drops, and a template may hold commas. What begins with
 * a brace is a JSON object, the only form that upstream takes for ELASTICSEARCH_CUSTOMHEADERS.
 */
export function mapFromText(text: string): TextMap {
  if (text.trimStart().startsWith('{"') || /^\s*\{\s*\}\s*$/.test(text)) return mapFromJson(text);
  const entries: [string, string][] = [];
  const unreadable: number[] = [];
  for (const [index, item] of splitOutsideTemplates(text).entries()) {
    const colon = item.indexOf(':');
    const key = item.slice(0, Math.max(0, colon)).trim();
    if (key !== '') entries.push([key, item.slice(colon + 1).trim()]);
    else if (item.trim() !== '') unreadable.push(index + 1);
  }
  return { entries, unreadable };
}

function mapFromJson(text: string): TextMap {
  try {
    const object: unknown = JSON.parse(text);
    const entries = Object.entries(object ?? {}).map(([key, value]) => [key, textOf(value)] as const);
    return { entries, unreadable: [] };
  } catch {
    return { entries: [], unreadable: [1] };
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Splits at commas, but for those between `{{` and `}}`. */
function splitOutsideTemplates(text: string): string[] {
  return text.match(/(?:\{\{[\s\S]*?\}\}|[^,])+/g) ?? [];
}
