import type { Expression } from '../language/expression.ts';
import { fieldsOf, isUnsafeNaCheck } from '../language/compile/condition-warning.ts';
import { partsOf } from './expression-size.ts';
import type { Findings } from './file-result.ts';
import { deprecatedFields } from './load-codes.ts';
import type { LoadContext } from './load-context.ts';

/** Warns of comparisons with `<NA>` and of fields that are deprecated, each once for a condition. */
export function warnOfCondition(condition: Expression, context: LoadContext, findings: Findings): void {
  let isUnsafe = false;
  const found = new Set<string>();
  for (const part of partsOf(condition)) {
    if (part.kind !== 'check' && part.kind !== 'exists') continue;
    isUnsafe ||= part.kind === 'check' && isUnsafeNaCheck(part);
    for (const field of fieldsOf(part)) if (deprecatedFields.has(field)) found.add(field);
  }
  if (isUnsafe) findings.warn('LOAD_UNSAFE_NA_CHECK', '', context);
  for (const [field, why] of deprecatedFields) if (found.has(field)) findings.deprecated(field, why, context);
}

/** Warns of deprecated fields in an output; `evt.latency` is found in `evt.latency.s`, too, as Falco finds it. */
export function warnOfOutput(format: string, context: LoadContext, findings: Findings): void {
  for (const field of deprecatedFields.keys()) {
    if (!format.includes(field)) continue;
    findings.deprecated(field, `usage of deprecated field '${field}' has been detected in the rule output`, context);
  }
}
