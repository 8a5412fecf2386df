import type { Json } from '#kit/json.ts';
import { createCatalog, type FieldDefinition } from './catalog.ts';
import type { FieldCatalog, FieldDeclaration, FieldValue, RuleEvent } from './field.ts';
import { genericFields, type Surroundings } from './generic-fields.ts';
import { jsonFields } from './json-fields.ts';
import { compilePointer, textOf } from './json-values.ts';
import type { SourceQuirk, SourceQuirks } from './source-quirks.ts';

/** A source of JSON, described by data: where its records are in a body, when they happened, and what fields they have. */
export interface JsonSource {
  /** What rules name in `source`. */
  readonly id: string;
  /** `evt.pluginname`. */
  readonly pluginName: string;
  /** Pointers of which the first that leads to something leads to the records in a body, or to one; otherwise the body is a record itself. */
  readonly records?: readonly string[];
  /** Pointers to where a record stands as base64 of its JSON, where it does. */
  readonly encoded?: readonly string[];
  /** Pointers to the time of a record, RFC 3339. */
  readonly time?: readonly string[];
  /** Whether a record without a time is refused; otherwise it happened when it came. */
  readonly isTimeRequired?: true;
  readonly fields: readonly SourceField[];
  /** `evt.plugininfo`, where it is not the JSON of the event. */
  readonly inWords?: (json: Json, quirks: SourceQuirks) => string | undefined;
  /** Told of every event that rules are evaluated on, for fields that count earlier ones. */
  readonly observe?: (event: RuleEvent) => void;
}

export type SourceField = PointerField | ComputedField;

/** Read from the first of these JSON pointers that leads to something. */
export interface PointerField {
  readonly name: string;
  readonly description: string;
  readonly pointers: readonly string[];
}

/** What a pointer cannot say. */
export interface ComputedField extends Partial<Omit<FieldDeclaration, 'name' | 'description'>> {
  readonly name: string;
  readonly description: string;
  readonly values: (event: RuleEvent, argument: string | undefined, quirks: SourceQuirks) => SourceValues;
}

export type SourceValues = readonly FieldValue[] | FieldValue | undefined;

/** A row of a table of fields. */
export function at(name: string, pointers: string, description: string): PointerField {
  return { name, pointers: pointers.split(' '), description };
}

export function jsonSourceCatalog(
  source: JsonSource,
  around: Surroundings,
  quirks: readonly SourceQuirk[] = [],
): FieldCatalog {
  const kept = quirksOf(source, quirks);
  const own = source.fields.map((field) => ('pointers' in field ? pointerField(field, kept) : computed(field, kept)));
  const generic = genericFields({ ...around, pluginName: source.pluginName });
  const catalog = createCatalog(source.id, generic.map(worded(source, kept)), own, jsonFields);
  return source.observe ? { ...catalog, observe: source.observe } : catalog;
}

function worded({ inWords }: JsonSource, quirks: SourceQuirks): (field: FieldDefinition) => FieldDefinition {
  if (!inWords) return (field) => field;
  const read = ({ json, text }: RuleEvent) => [inWords(json, quirks) ?? text];
  return (field) => (field.name === 'evt.plugininfo' ? { ...field, read: () => read } : field);
}

/** Each of the two mistakes about texts is that of two plugins only. */
function quirksOf({ pluginName }: JsonSource, quirks: readonly SourceQuirk[]): SourceQuirks {
  const isOfPresent = pluginName === 'okta' || pluginName === 'github';
  return new Set(quirks.filter((quirk) => quirk !== (isOfPresent ? 'empty-texts' : 'present-texts')));
}

function pointerField({ name, description, pointers }: PointerField, quirks: SourceQuirks): FieldDefinition {
  const ways = pointers.map(compilePointer);
  const absent = quirks.has('present-texts') ? [''] : undefined;
  const read = ({ json }: RuleEvent) => {
    for (const follow of ways) {
      const value = follow(json);
      if (value !== undefined && value !== null) return [sourceText(value, quirks)];
    }
    return absent;
  };
  return { name, description, type: 'CHARBUF', isList: false, argument: 'none', read: () => read };
}

function computed({ values, ...field }: ComputedField, quirks: SourceQuirks): FieldDefinition {
  return {
    type: 'CHARBUF',
    isList: false,
    argument: 'none',
    ...field,
    read: (argument) => (event) => {
      const found = values(event, argument, quirks);
      if (found === undefined || isSeveral(found)) return found?.length === 0 ? undefined : found;
      return [found];
    },
  };
}

/** The text of a value as the plugin has it. */
export function sourceText(value: Json, quirks: SourceQuirks): string {
  return quirks.has('empty-texts') && typeof value !== 'string' ? '' : textOf(value);
}

function isSeveral(value: readonly FieldValue[] | FieldValue): value is readonly FieldValue[] {
  return Array.isArray(value);
}
