import { z } from 'zod';

/** `GET /settings` */
export const settings = z.strictObject({
  version: z.string(),
  node: z.string(),
  startedAtMs: z.number(),
  nowMs: z.number(),
  configurationFile: z.string().optional(),
  /** The configuration in effect as YAML, secrets hidden. Admins only. */
  configuration: z.string().optional(),
  journal: z.strictObject({
    path: z.string(),
    durability: z.string(),
    alerts: z.int(),
    bytes: z.int(),
    oldestAtMs: z.number().optional(),
    trouble: z.string().optional(),
    quarantined: z.array(z.string()),
    retention: z.strictObject({
      maxAgeMs: z.number().optional(),
      maxBytes: z.number().optional(),
      maxAlerts: z.number().optional(),
    }),
  }),
  addresses: z.strictObject({
    /** Where Falco posts to, as this console's visitor would write it. */
    falco: z.string(),
    console: z.string(),
  }),
});
export type Settings = z.output<typeof settings>;

/** `GET /navigation`: the figures beside the names of pages. */
export const navigation = z.strictObject({
  openGroups: z.int(),
  failingOutputs: z.int(),
  deadLetters: z.int(),
  silentSenders: z.int(),
  journalBytes: z.int(),
  journalMaxBytes: z.number().optional(),
  journalTrouble: z.string().optional(),
  oldestAtMs: z.number().optional(),
  alerts: z.int(),
});
export type Navigation = z.output<typeof navigation>;

/** A saved view of alerts or groups. */
export const view = z.strictObject({
  id: z.string(),
  name: z.string(),
  page: z.enum(['alerts', 'groups']),
  /** The search part of the URL, without the question mark. */
  search: z.string(),
  owner: z.string(),
  isShared: z.boolean(),
  isDefault: z.boolean(),
});
export type View = z.output<typeof view>;
/** `GET /views`: one's own and the shared ones. */
export const views = z.strictObject({ views: z.array(view) });
/** `POST /views`, `PUT /views/:id`; `DELETE /views/:id`. */
export const viewBody = z.strictObject({
  name: z.string().trim().min(1).max(100),
  page: z.enum(['alerts', 'groups']),
  search: z.string().max(8192),
  isShared: z.boolean().default(false),
  isDefault: z.boolean().default(false),
});

/** `POST /test-alert`: puts the test alert into the journal, as a sender would. */
export const testAlertAnswer = z.strictObject({ uuid: z.string() });
