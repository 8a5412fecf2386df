import { z } from 'zod';

/** A port of a database. */
export function databasePort(fallback: number) {
  return z.int().min(1).max(65_535).default(fallback).describe('The port of the server.');
}

/** What PostgreSQL calls `sslmode`, as far as it makes a difference. */
export function sslMode() {
  return z
    .enum(['disable', 'prefer', 'require'])
    .default('prefer')
    .describe(
      'Whether to use TLS: `disable` never, `require` always, with a certificate that is checked, `prefer` where the server ' +
        'offers it, whatever its certificate, which hides alerts only from those who listen. `mutualtls` means `require`.',
    );
}

/** Whether the table is made, and changed, by us. */
export function createTable() {
  return z
    .boolean()
    .default(true)
    .describe('Creates the table if it is not there, and columns that it does not have. Otherwise the operator does.');
}

/** Whether enrichment shows in the table. */
export function fieldColumns() {
  return z
    .boolean()
    .default(false)
    .describe('Gives each of the customfields and templatedfields a column of its own, of the same name, besides.');
}
