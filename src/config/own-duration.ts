import { z } from 'zod';
import { parseDuration } from '#kit/duration.ts';

/**
 * A time such as `30s`; milliseconds once it is read. Falcosidekick takes a bare number for nanoseconds, which nobody
 * means; the options that are ours need no such memory and refuse it, but for 0.
 */
export function ownDuration(description: string, fallback: string) {
  return z
    .union([z.string(), z.number()])
    .transform((value, context) => {
      const text = String(value).trim();
      const ms = Number(text) > 0 ? undefined : parseDuration(text);
      if (ms !== undefined) return ms;
      context.addIssue('It must be a time with its unit, such as 500ms, 30s, 1h30m or 30d.');
      return z.NEVER;
    })
    .prefault(fallback)
    .meta({ description });
}
