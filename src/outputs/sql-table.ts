import { z } from 'zod';

/** A table as the operator names it: with the schema or database before it where there is one. Nothing is quoted yet. */
export type TableName = readonly [string, ...string[]];

/** How a kind of database writes names. */
export interface SqlNames {
  readonly quote: '"' | '`';
  /** Whether names without quotes are in lower case, whatever was written. */
  readonly folds: boolean;
}

/** In PostgreSQL, a name without quotes is in lower case. */
export const postgresNames: SqlNames = { quote: '"', folds: true };
export const mysqlNames: SqlNames = { quote: '`', folds: false };

/** `table`, `schema.table` or either with quotes, as the database itself reads them. */
export function tableName(description: string, fallback: string, names: SqlNames) {
  return z
    .string()
    .transform((text, context): TableName => {
      const [first, ...others] = readName(text.trim(), names) ?? [];
      if (first !== undefined && others.length < 2) return [first, ...others];
      context.addIssue(`It must be the name of a table, such as ${fallback} or audit.${fallback}.`);
      return z.NEVER;
    })
    .prefault(fallback)
    .meta({ description });
}

/** A name in quotes, so that nothing in it is read as SQL. */
export function quoted(name: TableName, { quote }: SqlNames): string {
  return name.map((part) => `${quote}${part.replaceAll(quote, quote + quote)}${quote}`).join('.');
}

function readName(text: string, { quote, folds }: SqlNames): readonly string[] | undefined {
  // eslint-disable-next-line no-control-regex -- no database takes this character in a name
  const part = new RegExp(
    `(?:${quote}((?:[^${quote}\u0000]|${quote}${quote})+)${quote}|([^${quote}.\u0000]+))(?:\\.|$)`,
    'gy',
  );
  const parts = [...text.matchAll(part)];
  if (text.endsWith('.') || parts.map(([whole]) => whole).join('') !== text) return undefined;
  return parts.map(([, inQuotes, plain = '']) => {
    if (inQuotes !== undefined) return inQuotes.replaceAll(quote + quote, quote);
    return folds ? plain.toLowerCase() : plain;
  });
}
