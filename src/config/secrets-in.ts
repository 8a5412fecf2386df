import { Secret } from '#kit/secret.ts';

/** Every secret within a value, as deep as options nest. */
export function secretsIn(value: unknown): readonly Secret[] {
  if (value instanceof Secret) return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(secretsIn) : [];
}
