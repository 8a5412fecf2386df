import { Hono } from 'hono';
import type { DimensionTally, Tally } from '#journal/counting.ts';
import type { OutputLedger } from '#journal/journal.ts';
import type { OutputHealth } from '#delivery/health.ts';
import { everything } from '#query/query.ts';
import { ApiFailure } from './api-failure.ts';
import { overviewQuery, type Overview, type Ranked } from './contract/counts.ts';
import type { Navigation } from './contract/settings.ts';
import { byCount } from './counts-routes.ts';
import type { ShownQuery } from './audit-records.ts';
import type { Insight } from './insight/insight.ts';
import type { InsightParts } from './insight/insight-source.ts';
import { isTrouble, outputState } from './insight/output-state.ts';

export interface OverviewParts extends InsightParts {
  readonly shown: ShownQuery;
  readonly conditions: Insight;
}

const dayMs = 24 * 3_600_000;
const minuteMs = 60_000;
const maxAttention = 20;
const maxRanked = 10;
const maxTags = 250;
/** Tags that name tactics and techniques of ATT&CK. */
const attackTag = /^(?:mitre_\w{1,60}|TA\d{4}|T\d{4}(?:\.\d{3})?)$/i;

/** The first page, and the figures beside the names of all pages. */
export function overviewRoutes({ journal, insight, shown, conditions }: OverviewParts): Hono {
  const api = new Hono();

  api.get('/overview', async (context) => {
    const { clock, figures } = insight;
    const nowMs = clock.now();
    const { from = nowMs - dayMs, until = nowMs } = overviewQuery.parse(context.req.query());
    if (until <= from) throw new ApiFailure(400, '"until" must be later than "from"');
    const query = shown(everything);
    const by = ['rule', 'namespace', 'hostname', 'tag'] as const;
    const [condition, current, before, lately] = await Promise.all([
      conditions.condition(),
      journal.tally({ query, fromMs: from, untilMs: until, by }),
      journal.tally({ query, fromMs: Math.max(2 * from - until, 0), untilMs: from, by }),
      journal.tally({ query: everything, fromMs: nowMs - minuteMs, by: [] }),
    ]);
    const { attention, moreAttention, openGroups, learning, health, ledger } = condition;
    const { received, repeatsDropped, acknowledgedP99Ms } = figures();
    const [rules, namespaces, hosts] = [0, 1, 2].map((index) => rankedOf(current, before, index));
    const answer: Overview = {
      fromMs: from,
      untilMs: until,
      total: current.total,
      totalBefore: before.total,
      attention: attention.slice(0, maxAttention),
      moreAttention: moreAttention + Math.max(attention.length - maxAttention, 0),
      openGroups,
      ...(learning && { learning }),
      accounted: health.flatMap((output) => accountOf(output, ledger)),
      received,
      arrivingPerSecond: lately.total / 60,
      ...(acknowledgedP99Ms !== undefined && { acknowledgedP99Ms }),
      repeatsDropped,
      rules: rules?.shown ?? [],
      namespaces: namespaces?.shown ?? [],
      hosts: hosts?.shown ?? [],
      others: {
        rules: rules?.others ?? nothing,
        namespaces: namespaces?.others ?? nothing,
        hosts: hosts?.others ?? nothing,
      },
      attack: attackOf(current.dimensions[3]),
    };
    return context.json(answer);
  });

  api.get('/navigation', async (context) => {
    const { openGroups, health, ledger, stats, senders } = await conditions.condition();
    const failing = health.map(({ state }) => outputState(state));
    const maxBytes = insight.journalMaxBytes();
    const answer: Navigation = {
      openGroups,
      failingOutputs: failing.filter(isTrouble).length,
      deadLetters: ledger.reduce((sum, { dead }) => sum + dead, 0),
      silentSenders: senders.senders.filter(({ state }) => state === 'silent').length,
      journalBytes: stats.bytes,
      ...(maxBytes !== undefined && { journalMaxBytes: maxBytes }),
      ...(stats.trouble !== undefined && { journalTrouble: stats.trouble }),
      ...(stats.oldestAtMs !== undefined && { oldestAtMs: stats.oldestAtMs }),
      alerts: stats.alerts,
    };
    return context.json(answer);
  });

  return api;
}

const nothing = { values: 0, count: 0 };

/** The most frequent values of a dimension, with what they were before. Those without a value are `''`. */
function rankedOf(current: Tally, before: Tally, index: number): { shown: Ranked[]; others: typeof nothing } {
  const earlier = new Map(before.dimensions[index]?.values.map(({ value, count }) => [value, count]));
  const sorted = (current.dimensions[index]?.values ?? []).toSorted(byCount);
  const others = sorted.slice(maxRanked);
  return {
    shown: sorted.slice(0, maxRanked).map(({ value, count }) => ({ value, count, before: earlier.get(value) ?? 0 })),
    others: { values: others.length, count: others.reduce((sum, { count }) => sum + count, 0) },
  };
}

function accountOf({ name, type, state }: OutputHealth, ledger: readonly OutputLedger[]): Overview['accounted'] {
  const row = ledger.find(({ output }) => output === name);
  if (!row) return [];
  const { received, delivered, owed, dead, suppressed } = row;
  return [{ output: name, type, state: outputState(state), received, delivered, owed, dead, suppressed }];
}

function attackOf(tags: DimensionTally | undefined): Overview['attack'] {
  const named = (tags?.values ?? []).filter(({ value }) => attackTag.test(value));
  return named
    .toSorted(byCount)
    .slice(0, maxTags)
    .map(({ value, count }) => ({ tag: value, count }));
}
