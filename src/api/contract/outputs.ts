import { z } from 'zod';
import { priorityName } from './common.ts';
import { entry } from './alerts.ts';

export const lastError = z.strictObject({
  message: z.string(),
  status: z.number().optional(),
  answer: z.string().optional(),
  atMs: z.number(),
});

/** `refusing`: it answers, and every alert becomes a dead letter. */
export const outputStateName = z.enum(['healthy', 'retrying', 'failing', 'misconfigured', 'refusing', 'paused']);

export const output = z.strictObject({
  name: z.string(),
  type: z.string(),
  title: z.string(),
  category: z.string(),
  state: outputStateName,
  /** `open`: after several failures, there is one attempt at a time. */
  isHeldBack: z.boolean(),
  pausedBy: z.string().optional(),
  pausedAtMs: z.number().optional(),
  minimumPriority: priorityName.optional(),
  received: z.int(),
  delivered: z.int(),
  owed: z.int(),
  dead: z.int(),
  suppressed: z.int(),
  oldestOwedAtMs: z.number().optional(),
  deliveredPerMinute: z.number(),
  /** Deliveries a minute, over the last half hour. */
  trend: z.array(z.number()),
  /** Of the attempts since the start; absent before the first. */
  latencyP50Ms: z.number().optional(),
  latencyP99Ms: z.number().optional(),
  attempts: z.strictObject({ ok: z.int(), error: z.int() }),
  inFlight: z.int(),
  lastDeliveredAtMs: z.number().optional(),
  nextAttemptAtMs: z.number().optional(),
  failingSinceMs: z.number().optional(),
  consecutiveFailures: z.int(),
  lastError: lastError.optional(),
  /** Where to: host and path without secrets. */
  destination: z.string().optional(),
});
export type Output = z.output<typeof output>;

/** `GET /outputs` */
export const outputs = z.strictObject({
  outputs: z.array(output),
  /** Where the configuration is, and so where outputs are changed. */
  configurationFile: z.string().optional(),
  nowMs: z.number(),
});
export type Outputs = z.output<typeof outputs>;

/** `GET /outputs/:name` */
export const outputDetail = z.strictObject({
  output,
  /** Its options in effect, secrets hidden. */
  options: z.record(z.string(), z.unknown()),
  /** JSON Schema of its options, for the form. */
  schema: z.record(z.string(), z.unknown()),
  /** The page of the documentation. */
  summary: z.string(),
  setup: z.string().optional(),
  website: z.string().optional(),
});
export type OutputDetail = z.output<typeof outputDetail>;

/** `POST /outputs/:name/test` */
export const testResult = z.strictObject({
  isDelivered: z.boolean(),
  latencyMs: z.number(),
  status: z.number().optional(),
  answer: z.string().optional(),
  error: z.string().optional(),
});
export type TestResult = z.output<typeof testResult>;

/** `GET /output-types`: what there is to configure. */
export const outputTypes = z.strictObject({
  types: z.array(
    z.strictObject({
      id: z.string(),
      title: z.string(),
      category: z.string(),
      summary: z.string(),
      isConfigured: z.boolean(),
    }),
  ),
});
export type OutputTypes = z.output<typeof outputTypes>;

/** `GET /output-types/:id` */
export const outputType = z.strictObject({
  id: z.string(),
  title: z.string(),
  category: z.string(),
  summary: z.string(),
  setup: z.string().optional(),
  website: z.string().optional(),
  schema: z.record(z.string(), z.unknown()),
  examples: z.array(z.strictObject({ title: z.string(), options: z.record(z.string(), z.unknown()) })),
});
export type OutputType = z.output<typeof outputType>;

/** `POST /output-types/:id/preview`: the message for an alert, by these options; nothing is sent, nothing kept. */
export const previewBody = z.strictObject({
  options: z.record(z.string(), z.unknown()),
  /** The uuid of a kept alert; without it, the test alert. */
  alert: z.string().optional(),
});
export const preview = z.strictObject({
  /** The message as its wire form is written down: a request with its head and body, or the bytes as text. */
  message: z.string(),
  /** For the configuration file. */
  yaml: z.string(),
  problems: z.array(z.strictObject({ path: z.string(), message: z.string() })),
});
export type Preview = z.output<typeof preview>;

export const deadLetter = z.strictObject({
  output: z.string(),
  seq: z.int(),
  atMs: z.number(),
  attempts: z.int(),
  reason: z.string(),
  status: z.number().optional(),
  answer: z.string().optional(),
  entry,
});
export type DeadLetter = z.output<typeof deadLetter>;

/** `GET /dead-letters` */
export const deadLettersQuery = z.strictObject({
  output: z.string().optional(),
  reason: z.string().optional(),
  before: z.coerce.number().int().min(0).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(50),
});
export const deadLetters = z.strictObject({ deadLetters: z.array(deadLetter), next: z.int().optional() });
export type DeadLetters = z.output<typeof deadLetters>;

/** `GET /dead-letters/reasons`: how many, by output and by the reason without what differs from alert to alert. */
export const deadLetterReasons = z.strictObject({
  reasons: z.array(
    z.strictObject({
      output: z.string(),
      reason: z.string(),
      count: z.int(),
      firstAtMs: z.number(),
      lastAtMs: z.number(),
      /** How to mend it, where that is known. */
      remedy: z.string().optional(),
    }),
  ),
});
export type DeadLetterReasons = z.output<typeof deadLetterReasons>;

const seqs = z.array(z.int().min(1)).min(1).max(10_000);
const selectionShape = {
  output: z.string().min(1).optional(),
  reason: z.string().optional(),
  seqs: seqs.optional(),
  all: z.literal(true).optional(),
};
const nothingNamed = 'name an "output", a "reason", "seqs", or "all": true';
/** `POST /dead-letters/redrive`: gives them back to be sent again. */
export const deadLetterSelection = z.strictObject(selectionShape).refine(namesSome, nothingNamed);
/** `POST /dead-letters/drop`: gives them up. `because` is kept with each alert. */
export const dropBody = z
  .strictObject({ ...selectionShape, because: z.string().min(1).max(500).optional() })
  .refine(namesSome, nothingNamed);

function namesSome({ output, reason, seqs: some, all }: Partial<Record<keyof typeof selectionShape, unknown>>) {
  return (output ?? reason ?? some ?? all) !== undefined;
}
