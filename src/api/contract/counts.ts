import { z } from 'zod';
import { exactness, priorityName, selectionQuery } from './common.ts';
import { outputStateName } from './outputs.ts';

/** Numbers of alerts, made on the server from counts kept when alerts arrive. */

/** `GET /histogram`: at most 120 buckets of a round length, of the whole range; the sum of all is the number of alerts. */
export const histogramQuery = z.strictObject({
  query: selectionQuery.query,
  from: z.coerce.number().int().min(0),
  until: z.coerce.number().int().min(0),
  buckets: z.coerce.number().int().min(1).max(120).default(120),
});
export const histogram = exactness.extend({
  /** Begin of the first bucket; buckets of `bucketMs` follow each other without a gap. Of the first and the last, only the part within the range is counted. */
  startMs: z.number(),
  bucketMs: z.number(),
  /** For each priority that occurs, a number for each bucket. */
  series: z.array(z.strictObject({ priority: priorityName, counts: z.array(z.int()), total: z.int() })),
  total: z.int(),
});
export type Histogram = z.output<typeof histogram>;

/** What alerts can be counted by. */
export const dimensions = [
  'priority',
  'rule',
  'source',
  'hostname',
  'namespace',
  'cluster',
  'workload',
  'process',
  'user',
  'tag',
] as const;
export const dimension = z.enum(dimensions);
export type Dimension = z.output<typeof dimension>;

/** `GET /facets`: the most frequent values of dimensions, each as if its own condition were not in the query. */
export const facetsQuery = z.strictObject({
  ...selectionQuery,
  by: z
    .string()
    .default('priority,namespace,rule,workload,cluster,hostname,source')
    .describe('Dimensions, parted by commas.'),
  contains: z.string().max(200).optional().describe('Only values with this text in them, in any case.'),
  limit: z.coerce.number().int().min(1).max(1000).default(5),
});
export const facets = exactness.extend({
  total: z.int(),
  facets: z.array(
    z.strictObject({
      dimension,
      /** Most frequent first, priorities by urgency. `''` are the alerts without a value. */
      values: z.array(z.strictObject({ value: z.string(), count: z.int() })),
      /** How many other values there are, and how many alerts they have. */
      otherValues: z.int(),
      otherCount: z.int(),
    }),
  ),
});
export type Facets = z.output<typeof facets>;

const ranked = z.strictObject({
  value: z.string(),
  count: z.int(),
  /** In the period of the same length before. */
  before: z.int(),
});
export type Ranked = z.output<typeof ranked>;

/** One thing that wants somebody, worst first. */
export const attention = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('group'),
    groupId: z.string(),
    /** Why it is here. */
    state: z.enum(['new', 'escalating', 'regressed']),
    priority: priorityName,
    rule: z.string(),
    /** `payments / checkout-api`, for people. */
    where: z.string(),
    count: z.int(),
    /** What is usual in a period of that length. */
    usualCount: z.number(),
    sinceMs: z.number(),
    /** For `regressed`: who resolved it, and when. */
    resolvedBy: z.string().optional(),
    resolvedAtMs: z.number().optional(),
  }),
  z.strictObject({
    kind: z.literal('output'),
    output: z.string(),
    state: z.enum(['failing', 'misconfigured', 'refusing']),
    message: z.string(),
    owed: z.int(),
    dead: z.int(),
    sinceMs: z.number().optional(),
    nextAttemptAtMs: z.number().optional(),
  }),
  z.strictObject({ kind: z.literal('deadLetters'), output: z.string(), count: z.int(), reason: z.string() }),
  z.strictObject({
    kind: z.literal('sender'),
    sender: z.string(),
    cluster: z.string(),
    lastSeenMs: z.number(),
    usualPerHour: z.number(),
  }),
  z.strictObject({ kind: z.literal('journal'), message: z.string() }),
]);
export type Attention = z.output<typeof attention>;

/** `GET /overview`: the whole page but for its histogram, in one answer, below 100 kB whatever the journal holds. */
export const overviewQuery = z.strictObject({ from: selectionQuery.from, until: selectionQuery.until });
export const overview = z.strictObject({
  fromMs: z.number(),
  untilMs: z.number(),
  total: z.int(),
  totalBefore: z.int(),
  attention: z.array(attention),
  /** How many more there are than `attention` shows. */
  moreAttention: z.int(),
  openGroups: z.int(),
  /** Alerts are kept for so short a time that only urgent groups are said to be new: since when, and until when. */
  learning: z.strictObject({ sinceMs: z.number(), untilMs: z.number() }).optional(),
  /** Since an output is known: received = delivered + owed + dead + suppressed, always. */
  accounted: z.array(
    z.strictObject({
      output: z.string(),
      type: z.string(),
      state: outputStateName,
      received: z.int(),
      delivered: z.int(),
      owed: z.int(),
      dead: z.int(),
      suppressed: z.int(),
    }),
  ),
  received: z.int(),
  arrivingPerSecond: z.number(),
  /** From the request to its answer, with the alert on disk; absent before the first. */
  acknowledgedP99Ms: z.number().optional(),
  repeatsDropped: z.int(),
  rules: z.array(ranked),
  namespaces: z.array(ranked),
  hosts: z.array(ranked),
  /** How many values there are beyond those shown, and their alerts. */
  others: z.strictObject({
    rules: z.strictObject({ values: z.int(), count: z.int() }),
    namespaces: z.strictObject({ values: z.int(), count: z.int() }),
    hosts: z.strictObject({ values: z.int(), count: z.int() }),
  }),
  /** Alerts by tag, for the tags that name ATT&CK's tactics and techniques. */
  attack: z.array(z.strictObject({ tag: z.string(), count: z.int() })),
});
export type Overview = z.output<typeof overview>;

/**
 * What evaluating a rule costs, from some events, on which each rule was timed by itself; since the rules were loaded. Absent
 * where no event of the rule's source came, or the rule is not evaluated here.
 */
const ruleCost = z.strictObject({
  /** Events that were measured; while there is none, nothing is known of the cost. */
  samples: z.int(),
  /** Of an event of the source, on average. */
  microseconds: z.number(),
  /** Of the time of all rules, from 0 to 1. */
  share: z.number(),
});

/** `GET /rules`: every rule that was seen, and those that rule files here describe. */
export const rulesQuery = z.strictObject({ from: selectionQuery.from, until: selectionQuery.until });
export const rules = z.strictObject({
  total: z.int(),
  rules: z.array(
    z.strictObject({
      rule: z.string(),
      source: z.string(),
      /** The most urgent one seen. */
      priority: priorityName,
      tags: z.array(z.string()),
      count: z.int(),
      before: z.int(),
      hosts: z.int(),
      namespaces: z.int(),
      firstSeenMs: z.number().optional(),
      lastSeenMs: z.number().optional(),
      /** From a loaded rule file, or from Tiercel's own rules. */
      description: z.string().optional(),
      file: z.string().optional(),
      cost: ruleCost.optional(),
      /** Counts over the range, for a small chart. */
      trend: z.array(z.int()),
    }),
  ),
});
export type Rules = z.output<typeof rules>;

/** `GET /senders`: hosts that alerts come from. */
export const senders = z.strictObject({
  nowMs: z.number(),
  senders: z.array(
    z.strictObject({
      sender: z.string(),
      cluster: z.string(),
      state: z.enum(['sending', 'silent', 'quiet']),
      lastSeenMs: z.number(),
      firstSeenMs: z.number(),
      countLastHour: z.int(),
      countLastDay: z.int(),
      /** Median of the hours of the last week in which anything came, and of all its hours. */
      usualPerHour: z.number(),
      sources: z.array(z.string()),
      /** As the sender last told it: a metrics snapshot of Falco. */
      falcoVersion: z.string().optional(),
      trend: z.array(z.int()),
    }),
  ),
});
export type Senders = z.output<typeof senders>;
