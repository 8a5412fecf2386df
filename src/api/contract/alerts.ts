import { z } from 'zod';
import { priorityName, selectionQuery } from './common.ts';

/** The alert as Falcosidekick writes it. Numbers beyond 2^53 are in the text of the answer: read it so that they are not rounded. */
export const falcoAlert = z.strictObject({
  uuid: z.string(),
  output: z.string(),
  priority: priorityName,
  rule: z.string(),
  /** RFC 3339 with up to nine digits of a second. */
  time: z.string(),
  output_fields: z.record(z.string(), z.unknown()),
  source: z.string(),
  tags: z.array(z.string()).optional(),
  hostname: z.string().optional(),
});
export type FalcoAlert = z.output<typeof falcoAlert>;

export const entry = z.strictObject({
  /** Grows with each alert; the cursor of pages and streams. */
  seq: z.int(),
  receivedAtMs: z.number(),
  lane: z.enum(['urgent', 'normal']),
  alert: falcoAlert,
  /** What the sender wrote and Falcosidekick does not know. */
  unknown: z.record(z.string(), z.unknown()).optional(),
});
export type Entry = z.output<typeof entry>;

/** One letter an output, in the order of `outputs`: `d` delivered, `o` owed, `x` dead letter, `s` suppressed, `-` not known there. */
export const fateLetters = z.string().regex(/^[doxs-]*$/);

/** `GET /alerts` */
export const alertsQuery = z.strictObject({
  ...selectionQuery,
  sort: z.enum(['time', 'priority']).default('time'),
  order: z.enum(['desc', 'asc']).default('desc'),
  cursor: z.string().max(200).optional().describe('`next` of the page before.'),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});
export const alertsPage = z.strictObject({
  alerts: z.array(entry),
  /** What became of each alert, in the order of `alerts`. */
  fates: z.array(fateLetters),
  outputs: z.array(z.string()),
  /** Absent after the last page. */
  next: z.string().optional(),
});
export type AlertsPage = z.output<typeof alertsPage>;

const fateCommon = { output: z.string(), type: z.string() };
/** What became of one alert at one output. */
export const fate = z.discriminatedUnion('fate', [
  z.strictObject({
    ...fateCommon,
    fate: z.literal('delivered'),
    atMs: z.number(),
    attempts: z.int(),
    latencyMs: z.number(),
    status: z.number().optional(),
    answer: z.string().optional(),
  }),
  z.strictObject({ ...fateCommon, fate: z.literal('suppressed'), atMs: z.number(), reason: z.string() }),
  z.strictObject({
    ...fateCommon,
    fate: z.literal('dead'),
    atMs: z.number(),
    attempts: z.int(),
    reason: z.string(),
    status: z.number().optional(),
    answer: z.string().optional(),
  }),
  z.strictObject({
    ...fateCommon,
    fate: z.literal('retrying'),
    attempts: z.int(),
    firstFailedAtMs: z.number(),
    nextAttemptAtMs: z.number(),
    reason: z.string(),
  }),
  z.strictObject({ ...fateCommon, fate: z.literal('waiting') }),
]);
export type Fate = z.output<typeof fate>;

/** `GET /alerts/:id`, by uuid or by seq */
export const alertDetail = z.strictObject({
  entry,
  fates: z.array(fate),
  /** The group it belongs to, see `groups.ts`. */
  groupId: z.string(),
  /** How many alerts that group has, and when it was seen first. */
  groupCount: z.int(),
  groupFirstSeenMs: z.number(),
});
export type AlertDetail = z.output<typeof alertDetail>;

/** `POST /alerts/:id/send`: once more to one output, whatever became of it there. */
export const sendBody = z.strictObject({ output: z.string().min(1) });

/** `GET /alerts/export`: the whole result as it is read, no limit but the selection. */
export const exportQuery = z.strictObject({
  ...selectionQuery,
  format: z.enum(['ndjson', 'csv', 'json']).default('ndjson'),
  columns: z.string().max(4096).optional().describe('For CSV, parted by commas: `time,rule,priority,proc.name`.'),
});

/** `GET /alerts/live`: server-sent events, see `liveEvents`. */
export const liveQuery = z.strictObject({
  query: selectionQuery.query,
  after: z.coerce
    .number()
    .int()
    .min(0)
    .optional()
    .describe('Begins with what came after this seq, as `Last-Event-ID` does.'),
});
/**
 * Events of the stream, their data as JSON: `alerts` brings an array of entries, at most so many a second as a person can use;
 * `dropped` says how many matched and were not sent since the last event; `pulse` comes every five seconds with the newest seq.
 */
export const liveEvents = {
  alerts: z.array(entry),
  dropped: z.strictObject({ count: z.int(), total: z.int() }),
  pulse: z.strictObject({ seq: z.int(), nowMs: z.number(), attention: z.int() }),
};
