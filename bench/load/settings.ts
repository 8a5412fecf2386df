import { z } from 'zod';

/** What the load generator is told, as JSON in its first argument. */
export const loadSettings = z.strictObject({
  url: z.url(),
  /**
   * `closed`: every connection posts as soon as it was answered. `open`: requests fall due at their times whatever the answers
   * do, and are measured from these times (no coordinated omission).
   */
  mode: z.enum(['closed', 'open']),
  connections: z.int().min(1).default(64),
  seconds: z.number().positive().default(5),
  /** Ends earlier after so many. */
  alerts: z.int().min(1).optional(),
  /** Of the open loop, per second. */
  rate: z.number().positive().default(200),
  /** `audit`: lists of audit events of Kubernetes, on which no rule matches, in place of alerts. */
  body: z.enum(['alert', 'audit']).default('alert'),
  /** Every alert a new one, not one of some thousands with another time: dearer to make, for what compresses. */
  isFresh: z.boolean().default(false),
});

export type LoadSettings = z.output<typeof loadSettings>;

/** What it prints. */
export const loadReport = z.strictObject({
  accepted: z.int(),
  /** Answered by another status than 200. */
  refused: z.int(),
  /** Lost with a connection, or not answered at the end. */
  unanswered: z.int(),
  seconds: z.number(),
  acceptedBytes: z.int(),
  p50Ms: z.number(),
  p99Ms: z.number(),
  /** Of its own core: near 1 it is the bottleneck, and throughput says nothing about the subject. */
  cpuShare: z.number(),
});

export type LoadReport = z.output<typeof loadReport>;
