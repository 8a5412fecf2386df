import { z } from 'zod';
import { priorities } from '#alert/priority.ts';

/** What the parts of the API have in common. Times are milliseconds since 1970, of the arrival of an alert. */

export const priorityName = z.enum(priorities);

/** What a caller may do: look; work on groups and deliveries; change who may and what is kept. Each may what the one before may. */
export const roles = ['viewer', 'responder', 'admin'] as const;
export const role = z.enum(roles);
export type Role = z.output<typeof role>;

/** Every answer of 400 and above. */
export const apiError = z.strictObject({
  /** For people: what is wrong, and what to do. */
  error: z.string(),
  /** Where in the query it is, in characters from 0. */
  position: z.strictObject({ start: z.int(), end: z.int() }).optional(),
  /** What may have been meant instead, to put in that place. */
  suggestion: z.string().optional(),
  /** What to look for in the log. */
  requestId: z.string().optional(),
  /** How long to wait before the next attempt. */
  retryAfterMs: z.number().optional(),
});
export type ApiError = z.output<typeof apiError>;

const time = z.coerce.number().int().min(0);

/** The parameters that say which alerts are meant. */
export const selectionQuery = {
  query: z
    .string()
    .max(8192)
    .default('')
    .describe('In the query language: `rule:"Terminal shell" -namespace:kube-system`.'),
  from: time.optional().describe('Alerts that arrived at or after this time.'),
  until: time.optional().describe('Alerts that arrived before this time.'),
};

/** A number of alerts that was counted, or counted as far back as time allowed. */
export const exactness = z.strictObject({
  /** Everything that was asked for is in the numbers. */
  isExact: z.boolean(),
  /** Otherwise the numbers hold from this time on. */
  countedFromMs: z.number().optional(),
});

/** For answers that say only that it was done. */
export const done = z.strictObject({ done: z.literal(true) });
