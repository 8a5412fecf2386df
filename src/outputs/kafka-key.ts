import type { Alert } from '#alert/alert.ts';

export const keySources = ['uuid', 'rule', 'hostname', 'source', 'none'] as const;

export type KeySource = (typeof keySources)[number];

/** Longer keys are of no use, and count for the size of a record. */
const maxKeyLength = 1000;

/** The key of a record; `undefined` for none, also where the alert does not have that part. */
export function kafkaKey(alert: Alert, source: KeySource): string | undefined {
  return source === 'none' ? undefined : alert[source].slice(0, maxKeyLength).toWellFormed() || undefined;
}
