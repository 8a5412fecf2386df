import { z } from 'zod';
import { priorityName } from './common.ts';

/** `POST /rules/test`: what rules make of an event. Nothing is kept, and nobody is told. */
export const ruleTestBody = z.strictObject({
  event: z
    .string()
    .min(1)
    .max(524_288)
    .describe('The event as it is posted: an audit event of Kubernetes, a list of them, or a record of the source.'),
  source: z.string().max(100).default('k8s_audit').describe('What the event is of.'),
  number: z.int().min(1).default(1).describe('Which event of a list, from 1.'),
  rules: z
    .string()
    .max(65_536)
    .optional()
    .describe(
      'A rules file of your own, loaded after those that are configured: its rules, lists and macros count, too.',
    ),
  explain: z
    .array(z.string().max(1000))
    .max(20)
    .optional()
    .describe('Rules whose conditions are told part by part; those of `rules` if absent.'),
});

/** A part of a condition, in the order of reading. */
const part = z.strictObject({
  /** How deep it stands; parts that belong to it follow, one deeper. */
  depth: z.int(),
  /** `ka.verb = create`, `all of`, `not pod: one of`. */
  text: z.string(),
  holds: z.boolean(),
  /** The outcome of the whole hangs on it. */
  isDecisive: z.boolean(),
  /** What it reads from the event; without a value where the event has no such field. */
  reads: z.array(z.strictObject({ field: z.string(), value: z.string().optional() })),
});
export type ConditionPart = z.output<typeof part>;

export const ruleTest = z.strictObject({
  source: z.string(),
  /** How many events the text has, of which one was tried. */
  events: z.int(),
  /** The rules for that source, in the order in which they are tried. */
  outcomes: z.array(
    z.strictObject({
      rule: z.string(),
      priority: priorityName,
      /** It came with the request. */
      isNew: z.boolean(),
      /** `none`: its condition is false, or an exception holds. */
      outcome: z.enum(['alert', 'earlier-rule', 'disabled', 'none']),
      /** What the alert says. */
      output: z.string().optional(),
    }),
  ),
  /** How many rules are for other sources. */
  foreign: z.int(),
  explanations: z.array(
    z.strictObject({
      rule: z.string(),
      /** In a sentence. */
      outcome: z.string(),
      condition: z.array(part),
      exceptions: z.array(z.strictObject({ name: z.string(), holds: z.boolean(), condition: z.array(part) })),
      /** Parts beyond what an answer holds. */
      omitted: z.int(),
    }),
  ),
});
export type RuleTest = z.output<typeof ruleTest>;
