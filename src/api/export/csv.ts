import { alertKind } from '#alert/alert-kind.ts';
import { fieldText } from '#alert/fields.ts';
import type { Entry } from '#journal/journal.ts';
import { canonicalField } from '#query/fields.ts';
import { ApiFailure } from '../api-failure.ts';

const defaultColumns = [
  'time',
  'priority',
  'rule',
  'source',
  'hostname',
  'cluster',
  'namespace',
  'workload',
  'process',
  'user',
  'output',
  'tags',
  'uuid',
];
const maxColumns = 200;

/** The names of columns, from a list with commas. */
export function csvColumns(columns: string | undefined): readonly string[] {
  const names = (columns ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (names.length > maxColumns) throw new ApiFailure(400, `There can be ${maxColumns} columns at most`);
  return names.length > 0 ? names : defaultColumns;
}

/** A line of CSV as RFC 4180 has it: the names, or their values in an alert. */
export function csvRow(names: readonly string[], entry?: Entry): string {
  const values = entry ? valuesOf(names, entry) : names;
  return `${values.map(cell).join(',')}\r\n`;
}

function valuesOf(names: readonly string[], { alert, receivedAtMs, seq }: Entry): readonly string[] {
  const kind = alertKind(alert.json);
  return names.map((name) => {
    const field = canonicalField(name);
    switch (field) {
      case 'time':
      case 'priority':
      case 'rule':
      case 'source':
      case 'hostname':
      case 'output':
      case 'uuid':
        return alert[field];
      case 'cluster':
      case 'namespace':
      case 'workload':
      case 'process':
      case 'user':
        return kind[field];
      case 'tag':
        return alert.tags.join(' ');
      case 'received':
        return new Date(receivedAtMs).toISOString();
      case 'seq':
        return String(seq);
      default: {
        const value = Object.hasOwn(alert.outputFields, name) ? alert.outputFields[name] : undefined;
        return value === undefined || value === null ? '' : fieldText(value);
      }
    }
  });
}

/** What a spreadsheet would run; see https://owasp.org/www-community/attacks/CSV_Injection. */
const formula = /^[\s=+\-@＝＋－＠]/;
const number = /^-?\d+(?:\.\d+)?$/;

/** A text that begins as a formula gets an apostrophe, which spreadsheets take for the mark of a text. */
function cell(value: string): string {
  const safe = formula.test(value) && !number.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
