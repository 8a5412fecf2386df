import type { Alert } from '#alert/alert.ts';
import { stringField } from '#alert/fields.ts';
import type { Alerts, Installation } from './output.ts';
import { SqlRow, type SqlRows } from './sql-insert.ts';
import { storedJson, storedText } from './stored-text.ts';

/** The columns of a table of ours that an alert fills, in order; `received` is the database's own. */
export const alertColumns = [
  'uuid',
  'time',
  'priority',
  'rule',
  'source',
  'hostname',
  'output',
  'tags',
  'output_fields',
  'raw',
] as const;

/** A longer name of a column is cut, or refused, by one database or another. */
const maxNameBytes = 63;

/** How a kind of database writes what is no text. */
export interface RowStyle {
  readonly time: (time: string) => string;
  readonly tags: (tags: readonly string[]) => string;
}

/** The fields of enrichment that can have columns: none is called like a column that is there anyway. */
export function extraColumns({ customfields, templatedfields }: Installation): readonly string[] {
  const taken = new Set(['received', ...alertColumns]);
  return [...new Set([...customfields, ...templatedfields])].filter(
    (name) => !taken.has(name.toLowerCase()) && name !== '' && Buffer.byteLength(name) <= maxNameBytes,
  );
}

export function alertRows([first, ...others]: Alerts, extra: readonly string[], style: RowStyle): SqlRows {
  const row = (alert: Alert) => new SqlRow(alert, cellsOf(alert, extra, style));
  return [row(first), ...others.map(row)];
}

function cellsOf(alert: Alert, extra: readonly string[], { time, tags }: RowStyle): Record<string, string | null> {
  return {
    uuid: alert.uuid,
    time: time(alert.time),
    priority: alert.priority,
    rule: storedText(alert.rule),
    source: storedText(alert.source),
    hostname: storedText(alert.hostname),
    output: storedText(alert.output),
    tags: tags(alert.tags.map(storedText)),
    output_fields: storedJson(alert.outputFields),
    raw: alert.json,
    ...Object.fromEntries(extra.map((name) => [name, storedText(stringField(alert, name))])),
  };
}
