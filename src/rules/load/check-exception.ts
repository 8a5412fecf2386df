import type { FieldCatalog } from '../fields/field.ts';
import { compileCondition } from '../language/compile/compile-condition.ts';
import { isField } from '../language/compile/field-operand.ts';
import { isListOperator, operators } from '../language/operators.ts';
import { parseCondition } from '../language/parse-condition.ts';
import type { ExceptionDefinition, ExceptionEntry } from './definitions.ts';
import { RuleLoadError } from './file-result.ts';

/**
 * Fills in the operators that an exception leaves out and checks that its parts fit together.
 * @param catalog the fields of the rule's source; none are checked where the source is unknown
 * @throws RuleLoadError
 */
export function checkException(exception: ExceptionDefinition, catalog: FieldCatalog | undefined): ExceptionDefinition {
  const { fields } = exception;
  if (typeof fields === 'string') return checkSingle(exception, fields, catalog);
  const comparisons = isGiven(exception.comparisons) ? entriesOf(exception.comparisons) : fields.map(() => '=');
  if (fields.length !== comparisons.length) refuse('Fields and comps lists must have equal length', exception);
  const trimmed = comparisons.map((comparison) => trim(textOfEntry(comparison)));
  for (const operator of trimmed) {
    const isKnown = operators.some((known) => known === operator) || isModified(operator);
    if (!isKnown) refuse(`'${operator}' is not a supported comparison operator`, exception);
  }
  for (const field of fields) checkField(textOfEntry(field), catalog, exception);
  return { ...exception, comparisons: trimmed };
}

/** Whether an exception says anything here. */
export function isGiven(entry: ExceptionEntry): boolean {
  return entry.length > 0;
}

/** A list where a text stands, and the other way round, is empty. */
export function entriesOf(entry: ExceptionEntry): readonly ExceptionEntry[] {
  return typeof entry === 'string' ? [] : entry;
}

export function textOfEntry(entry: ExceptionEntry | undefined): string {
  return typeof entry === 'string' ? entry : '';
}

export function refuse(message: string, { context }: Pick<ExceptionDefinition, 'context'>): never {
  throw new RuleLoadError('LOAD_ERR_VALIDATE', message, context);
}

function checkSingle(
  exception: ExceptionDefinition,
  field: string,
  catalog: FieldCatalog | undefined,
): ExceptionDefinition {
  const comparison = isGiven(exception.comparisons) ? exception.comparisons : 'in';
  if (typeof comparison !== 'string') return refuse('Fields and comps must both be strings', exception);
  const operator = trim(comparison);
  if (!['in', 'pmatch', 'intersects'].includes(operator) && !isModified(operator)) refuse(singleOnly, exception);
  checkField(field, catalog, exception);
  return { ...exception, comparisons: operator };
}

const singleOnly =
  'When fields is a single value, comps must be one of (in, pmatch, intersects) or a modifier operator (e.g. startswith oneof)';

/** `startswith oneof` and its like. */
function isModified(operator: string): boolean {
  return operator.includes(' ') && isListOperator(operator.replaceAll(/[ \t]+/g, ' '));
}

function checkField(field: string, catalog: FieldCatalog | undefined, exception: ExceptionDefinition): void {
  if (catalog === undefined || isLeftField(field, catalog)) return;
  refuse(`'${field}' is not a supported filter field`, exception);
}

/** A transformer is tried out in a condition. */
function isLeftField(field: string, catalog: FieldCatalog): boolean {
  if (!field.includes('(')) return isField(catalog, field);
  try {
    compileCondition(parseCondition(`${field} exists`), catalog);
    return true;
  } catch (error) {
    if (error instanceof Error) return false;
    throw error;
  }
}

function trim(operator: string): string {
  return operator.replace(/^[ \t\r\n]+/, '').replace(/[ \t\r\n]+$/, '');
}
