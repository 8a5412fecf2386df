import type { Alert } from '#alert/alert.ts';
import { stringFields } from '#alert/fields.ts';
import type { Alerts, Installation } from './output.ts';
import { postgresTime } from './postgresql-schema.ts';
import { SqlRow, type SqlRows } from './sql-insert.ts';
import { storedText } from './stored-text.ts';

/** As Falcosidekick fills its table: what is empty gets the default of its column, and `null`, in any case, is none. */
export function timescaleRows([first, ...others]: Alerts, uuidcolumn: string, installation: Installation): SqlRows {
  const row = (alert: Alert) => new SqlRow(alert, cellsOf(alert, uuidcolumn, installation));
  return [row(first), ...others.map(row)];
}

/** Each column that some row fills, in one order. */
export function columnsOf(rows: SqlRows): readonly string[] {
  return [...new Set(rows.flatMap(({ cells }) => Object.keys(cells)))];
}

function cellsOf(alert: Alert, uuidcolumn: string, { customfields, templatedfields }: Installation) {
  const texts = {
    ...(uuidcolumn !== '' && { [uuidcolumn]: alert.uuid }),
    rule: alert.rule,
    priority: alert.priority,
    source: alert.source,
    output: alert.output,
    ...(alert.tags.length > 0 && { tags: alert.tags.join(',') }),
    ...(alert.hostname !== '' && { hostname: alert.hostname }),
    ...addedFields(alert, new Set([...customfields, ...templatedfields])),
  };
  const cells = Object.entries(texts).map(([name, text]): [string, string | null] => [name, cellOf(text)]);
  return { time: postgresTime(alert.time), ...Object.fromEntries(cells) };
}

/** As upstream has them: in the place of a column of that name, and without double quotes. */
function addedFields(alert: Alert, added: ReadonlySet<string>): Readonly<Record<string, string>> {
  const entries = stringFields(alert).filter(([name]) => name !== '' && added.has(name));
  return Object.fromEntries(entries.map(([name, value]) => [columnName(name), value.replaceAll('"', '')]));
}

/** Upstream quotes no names, and so PostgreSQL reads them in lower case. */
function columnName(name: string): string {
  return /^[A-Za-z_][\w$]*$/.test(name) ? name.toLowerCase() : storedText(name);
}

function cellOf(text: string): string | null {
  return text.toLowerCase() === 'null' ? null : storedText(text);
}
