import { isListOperator } from '../language/operators.ts';
import { entriesOf, refuse, textOfEntry } from './check-exception.ts';
import type { ExceptionDefinition, ExceptionEntry } from './definitions.ts';
import { quoteItem } from './expand-lists.ts';

/**
 * Appends what the exceptions of a rule exclude to the text of its condition. Values go in as they are, quoted only
 * where they have blanks, so a comma or a parenthesis in one breaks the condition, as it does in Falco.
 * @throws RuleLoadError
 */
export function withExceptions(condition: string, exceptions: readonly ExceptionDefinition[]): string {
  if (exceptions.length === 0) return condition;
  const excluded = exceptions.map((exception) => {
    const { fields } = exception;
    return typeof fields === 'string' ? singleField(exception, fields) : severalFields(exception, fields);
  });
  return `(${condition})${excluded
    .filter((text) => text !== '')
    .map((text) => ` and not ${text}`)
    .join('')}`;
}

/** The fields of the exceptions that exclude anything. */
export function exceptionFields(exceptions: readonly ExceptionDefinition[]): readonly string[] {
  const names = exceptions
    .filter(({ values }) => values.length > 0)
    .flatMap(({ fields }) => (typeof fields === 'string' ? [fields] : fields.map(textOfEntry)));
  return [...new Set(names)];
}

function singleField(exception: ExceptionDefinition, field: string): string {
  const values = exception.values.map((value) => {
    return typeof value === 'string'
      ? quoteItem(value)
      : refuse('Expected values array to contain a list of strings', exception);
  });
  return values.length === 0 ? '' : `(${field} ${textOfEntry(exception.comparisons)} (${values.join(', ')}))`;
}

function severalFields(exception: ExceptionDefinition, fields: readonly ExceptionEntry[]): string {
  const operators = entriesOf(exception.comparisons).map(textOfEntry);
  const rows = exception.values.map((row) => {
    const cells = entriesOf(row);
    if (cells.length !== fields.length) refuse('Fields and values lists must have equal length', exception);
    const checks = fields.map((field, index) => {
      const operator = operators[index] ?? '=';
      return ` ${textOfEntry(field)} ${operator} ${cellText(cells[index] ?? '', operator)}`;
    });
    return `(${checks.join(' and ')})`;
  });
  return rows.length === 0 ? '' : `(${rows.join(' or ')})`;
}

function cellText(cell: ExceptionEntry, operator: string): string {
  if (typeof cell !== 'string') return `(${cell.map((value) => quoteItem(textOfEntry(value))).join(', ')})`;
  if (!isListOperator(operator.replaceAll(/[ \t]+/g, ' '))) return quoteItem(cell);
  return cell.startsWith('(') ? cell : `(${cell})`;
}
