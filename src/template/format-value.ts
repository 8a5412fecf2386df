import type { RawNumber } from '#kit/json.ts';
import { maxDepth, type Budget } from './budget.ts';
import { formatFloat } from './format-float.ts';
import { formatInteger } from './format-integer.ts';
import { formatString } from './format-string.ts';
import { compareStrings } from './go-string.ts';
import { pad, type Flags } from './printf-flags.ts';
import { fail } from './template-error.ts';
import {
  isJsonNumber,
  isList,
  isMap,
  numberText,
  TemplateByte,
  TemplateFloat,
  TemplatePrintable,
  TemplateStruct,
  typeName,
  underlying,
  type TemplateMap,
  type TemplateValue,
} from './value.ts';

type Scalar = string | number | bigint | boolean | RawNumber | TemplateFloat | TemplateByte;

/** The verbs for which Go asks a value for its text. */
const textVerbs = 'vsxXq';

/** One `%` of a format: how values are printed under it. */
export class ValueFormat {
  readonly #verb: string;
  readonly #flags: Flags;
  readonly #budget: Budget;

  constructor(verb: string, flags: Flags, budget: Budget) {
    this.#verb = verb;
    this.#flags = flags;
    this.#budget = budget;
  }

  argument(value: TemplateValue): string {
    if (value === undefined || value === null) {
      return 'Tv'.includes(this.#verb) ? pad('<nil>', this.#flags) : `%!${this.#verb}(<nil>)`;
    }
    if (this.#verb === 'T') return formatString(typeName(value), 's', this.#flags) ?? '';
    if (this.#verb === 'w' || this.#verb === 'p') return this.#badVerb(value);
    return this.#nested(value, 0);
  }

  #nested(value: TemplateValue, depth: number): string {
    if (depth > maxDepth) fail(`a value is nested deeper than ${maxDepth} levels`);
    this.#budget.spend(1);
    if (value === undefined || value === null) return this.#flags.sharpV ? 'interface {}(nil)' : '<nil>';
    if (value instanceof TemplatePrintable) return this.#printable(value, depth);
    if (isList(value)) return this.#list(value, depth);
    if (value instanceof TemplateStruct) return this.#struct(value, depth);
    if (isMap(value)) return this.#map(value, depth);
    const scalar = this.#scalar(value);
    return scalar === undefined ? this.#badVerb(value) : this.#budget.text(scalar);
  }

  /** Nothing if the verb does not suit the value. */
  #scalar(value: Scalar): string | undefined {
    if (typeof value === 'string') return formatString(value, this.#verb, this.#flags);
    if (isJsonNumber(value)) return formatString(numberText(value), this.#verb, this.#flags);
    if (typeof value === 'bigint') return formatInteger(value, true, this.#verb, this.#flags);
    if (value instanceof TemplateByte) return formatInteger(BigInt(value.value), false, this.#verb, this.#flags);
    if (value instanceof TemplateFloat) return formatFloat(value.value, this.#verb, this.#flags);
    return 'tv'.includes(this.#verb) ? pad(String(value), this.#flags) : undefined;
  }

  #printable(value: TemplatePrintable, depth: number): string {
    const asksForText = textVerbs.includes(this.#verb) && !this.#flags.sharpV;
    const text = asksForText ? formatString(value.text, this.#verb, this.#flags) : undefined;
    if (text !== undefined) return text;
    const inner = underlying(value);
    if (!isScalar(inner)) return this.#nested(inner, depth + 1);
    return this.#scalar(inner) ?? this.#badVerb(value);
  }

  #list(list: readonly TemplateValue[], depth: number): string {
    const items = list.map((item) => this.#nested(item, depth + 1));
    return this.#enclosed(items, this.#flags.sharpV ? `${typeName(list)}{` : '[', ']');
  }

  #map(map: TemplateMap, depth: number): string {
    const items = sortedKeys(map).map((key) => `${this.#nested(key, depth + 1)}:${this.#nested(map[key], depth + 1)}`);
    return this.#enclosed(items, this.#flags.sharpV ? `${typeName(map)}{` : 'map[', ']');
  }

  #struct({ fields, typeName: name }: TemplateStruct, depth: number): string {
    const isNamed = this.#flags.plusV || this.#flags.sharpV;
    const items = Object.entries(fields).map(
      ([field, value]) => (isNamed ? `${field}:` : '') + this.#nested(value, depth + 1),
    );
    return this.#enclosed(items, this.#flags.sharpV ? `${name}{` : '{', '}');
  }

  #enclosed(items: readonly string[], opening: string, closing: string): string {
    const text = this.#flags.sharpV ? `${items.join(', ')}}` : `${items.join(' ')}${closing}`;
    return this.#budget.text(opening + text);
  }

  #badVerb(value: TemplateValue): string {
    const text = new ValueFormat('v', this.#flags, this.#budget).argument(underlying(value));
    return `%!${this.#verb}(${typeName(value)}=${text})`;
  }
}

function isScalar(value: TemplateValue): value is Scalar {
  const isNil = value === undefined || value === null;
  return !isNil && !isList(value) && !isMap(value) && !(value instanceof TemplateStruct);
}

/** The keys in the order in which Go prints a map and ranges over it. */
export function sortedKeys(map: TemplateMap): string[] {
  return Object.keys(map).sort(compareStrings);
}
