import { alertKind, groupIdOf, tagsOf } from '#alert/alert-kind.ts';
import { isJsonObject, isNumber, numberText, type Json, type JsonObject } from '#kit/json.ts';
import { readJson } from '#kit/json-read.ts';
import { namedFields, type NamedField } from '#query/fields.ts';
import type { Subject } from '#query/evaluate.ts';
import { matches, termOf } from '../search-terms.ts';
import type { KnownLabel } from './known-labels.ts';

/** Asks a query of all alerts with a label at once. */
export function labelSubject(label: KnownLabel): Subject {
  return {
    values: (field) => labelValues(label, field),
    contains: () => undefined,
  };
}

function labelValues(label: KnownLabel, field: string): readonly string[] | undefined {
  if (field === 'proc.name') return label.process === undefined || label.process === '' ? undefined : [label.process];
  if (!isNamedField(field)) return undefined;
  switch (field) {
    case 'priority':
    case 'rule':
    case 'source':
    case 'hostname':
      return [label[field]];
    case 'namespace':
    case 'cluster':
    case 'workload':
    case 'process':
    case 'user':
      return one(label[field]);
    case 'tag':
      return label.tags;
    case 'group':
      return one(label.groupId);
    case 'output':
    case 'uuid':
    case 'time':
      return undefined;
  }
}

export function isNamedField(field: string): field is NamedField {
  return Object.hasOwn(namedFields, field);
}

function one(value: string | undefined): readonly string[] | undefined {
  return value === undefined ? undefined : [value];
}

const storedLimits = { maxDepth: 10_000 };

/** Asks a query of one alert: its JSON is read when its label does not tell. */
export class AlertSubject implements Subject {
  readonly #label: KnownLabel;
  readonly #json: string;
  #alert: JsonObject | undefined;

  constructor(label: KnownLabel, json: string) {
    this.#label = label;
    this.#json = json;
  }

  values(field: string): readonly string[] {
    return labelValues(this.#label, field) ?? this.#ownValues(field);
  }

  contains(text: string): boolean {
    const term = termOf(text);
    return term.words.length === 0 || matches(this.#json, [term]);
  }

  #ownValues(field: string): readonly string[] {
    if (field === 'output' || field === 'uuid' || field === 'time') return textsOf(this.#read()[field]);
    if (isNamedField(field)) return this.#kindValues(field);
    const fields = this.#read()['output_fields'];
    return isJsonObject(fields) && Object.hasOwn(fields, field) ? textsOf(fields[field]) : [];
  }

  /** For alerts of an older version. */
  #kindValues(field: NamedField): readonly string[] {
    const kind = alertKind(this.#json);
    if (field === 'tag') return tagsOf(kind);
    if (field === 'group') return [groupIdOf({ rule: this.#label.rule, ...kind })];
    const named: Readonly<Partial<Record<string, string>>> = { ...kind };
    return one(named[field]) ?? [];
  }

  #read(): JsonObject {
    if (this.#alert) return this.#alert;
    const alert = readJson(this.#json, storedLimits);
    return (this.#alert = isJsonObject(alert) ? alert : {});
  }
}

/** A value as text: a list has each of its own. */
export function textsOf(value: Json | undefined): readonly string[] {
  if (value === undefined || value === null) return [];
  if (typeof value === 'string') return [value];
  if (isNumber(value)) return [numberText(value)];
  if (typeof value === 'boolean') return [String(value)];
  if (isJsonObject(value)) return [JSON.stringify(value)];
  return value.flatMap(textsOf);
}
