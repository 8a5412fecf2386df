import type { FieldCatalog, FieldReader, RuleEvent } from '../fields/field.ts';
import { formatFields } from '../fields/format.ts';
import { describeCondition } from '../load/describe-condition.ts';
import type { LoadedRule } from '../load/loaded-rule.ts';

/** How many events have a field that rules use. */
export interface FieldPresence {
  /** `ka.verb`, `ka.uri.param[command]`. */
  readonly field: string;
  readonly events: number;
  /** The rules whose conditions ask for it. */
  readonly askedBy: readonly string[];
  /** The rules that only print it. */
  readonly printedBy: readonly string[];
}

/** Counts the events that have the fields of rules. */
export class FieldPresences {
  readonly #fields: readonly { readonly use: Omit<FieldPresence, 'events'>; readonly read: FieldReader; events: number }[];

  constructor(rules: readonly LoadedRule[], catalog: FieldCatalog) {
    this.#fields = [...usesOf(rules, catalog)].map(([field, use]) => {
      return { use, read: readerOf(field, catalog), events: 0 };
    });
  }

  add(event: RuleEvent): void {
    for (const field of this.#fields) if ((field.read(event)?.length ?? 0) > 0) field.events++;
  }

  /** In the order of their names. */
  presences(): readonly FieldPresence[] {
    return this.#fields
      .map(({ use, events }) => ({ ...use, events }))
      .toSorted((left, right) => (left.field < right.field ? -1 : 1));
  }
}

function usesOf(rules: readonly LoadedRule[], catalog: FieldCatalog) {
  const uses = new Map<string, { field: string; askedBy: string[]; printedBy: string[] }>();
  const useOf = (field: string) => {
    const known = uses.get(field) ?? { field, askedBy: [], printedBy: [] };
    uses.set(field, known);
    return known;
  };
  for (const { name, condition, output } of rules) {
    const asked = describeCondition(condition).fields;
    for (const field of asked) useOf(field).askedBy.push(name);
    const printed = formatFields(output, catalog).filter((field) => !asked.includes(field));
    for (const field of new Set(printed)) useOf(field).printedBy.push(name);
  }
  return uses;
}

function readerOf(field: string, catalog: FieldCatalog): FieldReader {
  const [, name = field, argument] = /^([^[]+)\[(.*)\]$/s.exec(field) ?? [];
  return catalog.reader(name, argument);
}
