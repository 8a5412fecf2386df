import type { Alert } from '#alert/alert.ts';
import type { Installation } from './output.ts';

/** The page of an alert in the console, where the operator said how people reach it (`console.url`). */
export function alertLink({ uuid }: Pick<Alert, 'uuid'>, { consoleurl }: Installation): string | undefined {
  return consoleurl === undefined ? undefined : `${consoleurl.replace(/\/$/, '')}/alerts/${encodeURIComponent(uuid)}`;
}
