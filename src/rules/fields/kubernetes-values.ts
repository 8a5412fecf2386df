import type { Json } from '#kit/json.ts';
import type { FieldDefinition } from './catalog.ts';
import type { FieldDeclaration, FieldReader } from './field.ts';
import { isJsonList, member, textOf } from './json-values.ts';

/** Reads texts from an audit event. `index` is what stands in the brackets of a field that takes an index. */
export type ReadTexts = (event: Json, index: number | undefined) => readonly string[] | undefined;

/** A value an item has, or the gap of one that has none. */
export type Found = Json | undefined;

/**
 * Follows keys through objects, and through every item of the lists on the way, or through the one item asked for. An item without
 * the rest of the path leaves a gap. `undefined` where the path ends before the first list.
 */
export function valuesAt(
  value: Json | undefined,
  keys: readonly string[],
  index: number | undefined,
): readonly Found[] | undefined {
  let current: Json | undefined = value;
  for (const [at, key] of keys.entries()) {
    if (isJsonList(current)) {
      if (index === undefined) return valuesOfItems(current, keys.slice(at));
      current = current[index];
    }
    current = member(current, key);
    if (current === undefined) return undefined;
  }
  return [current];
}

function valuesOfItems(items: readonly Json[], keys: readonly string[]): readonly Found[] {
  return items.flatMap((item) => valuesAt(item, keys, undefined) ?? [undefined]);
}

/** The items of a list, or the one asked for; what is no list counts as the only item. */
export function itemsAt(value: Json | undefined, index: number | undefined): readonly Json[] | undefined {
  if (value === undefined) return undefined;
  if (!isJsonList(value)) return [value];
  if (index === undefined) return value;
  const item = value[index];
  return item === undefined ? undefined : [item];
}

/** Texts of what is there, gaps left out. */
export function presentTexts(values: readonly Found[] | undefined): readonly string[] | undefined {
  return values?.flatMap((value) => (value === undefined ? [] : [textOf(value)]));
}

/** Texts of all, or nothing where there is a gap. */
export function completeTexts(values: readonly Found[] | undefined): readonly string[] | undefined {
  const texts = presentTexts(values);
  return texts?.length === values?.length ? texts : undefined;
}

/** What lists have in them, one list behind the other; what is no list is left out. */
export function joinedLists(values: readonly Found[] | undefined): readonly Json[] | undefined {
  return values?.flatMap((value) => (isJsonList(value) ? value : []));
}

/** A field of audit events: what is no audit event, which always has an `auditID`, has no value of it. */
export function auditField(
  name: string,
  kind: Pick<FieldDeclaration, 'isList' | 'argument'> & Partial<FieldDeclaration>,
  description: string,
  readerOf: (argument: string | undefined) => (event: Json) => readonly string[] | undefined,
): FieldDefinition {
  return {
    type: 'CHARBUF',
    description,
    ...kind,
    name,
    read: (argument) => onlyAuditEvents(readerOf(argument)),
  };
}

/** A list whose brackets may hold the index of an item. */
export function indexedField(name: string, description: string, read: ReadTexts): FieldDefinition {
  return auditField(name, { isList: true, argument: 'optional-index' }, description, (argument) => {
    const index = argument === undefined ? undefined : Number(argument);
    return (event) => read(event, index);
  });
}

function onlyAuditEvents(read: (event: Json) => readonly string[] | undefined): FieldReader {
  return ({ json }) => {
    if (member(json, 'auditID') === undefined) return undefined;
    const texts = read(json);
    return texts?.length === 0 ? undefined : texts;
  };
}
