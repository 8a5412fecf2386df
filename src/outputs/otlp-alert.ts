import type { Alert } from '#alert/alert.ts';
import { unixNanoseconds } from '#alert/time.ts';
import type { Json } from '#kit/json.ts';
import { withinLimits, type Attributes } from './otlp-attributes.ts';

/** What of an alert is an attribute: its own facts before its fields, and a link to it. */
export function alertAttributes(
  facts: Readonly<Record<string, Json>>,
  fields: Iterable<readonly [name: string, value: Json]>,
  link: string | undefined,
): { readonly kept: Attributes; readonly dropped: number } {
  const own = new Map(Object.entries({ ...facts, ...(link !== undefined && { link }) }));
  // An alert says who it is; a field of the same name, which a sender may choose, does not replace that.
  const others = Array.from(
    fields,
    ([name, value]) => [own.has(name) ? `output_fields.${name}` : name, value] as const,
  );
  return withinLimits(new Map([...own, ...others]));
}

/** The time of an alert, or some time after it. In OTLP, no time can lie before 1970 nor after 2554. */
export function unixNano({ time }: Pick<Alert, 'time'>, laterMs = 0): bigint {
  const exact = unixNanoseconds(time) + BigInt(laterMs) * 1_000_000n;
  if (exact < 0n) return 0n;
  return exact > maxNano ? maxNano : exact;
}

const maxNano = 2n ** 64n - 1n;
