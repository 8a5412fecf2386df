import { Hono } from 'hono';
import type { RuleCost } from '#rules/cost/rule-costs.ts';
import type { AlertGroup } from '#journal/counting.ts';
import { everything } from '#query/query.ts';
import { ApiFailure } from './api-failure.ts';
import type { ShownQuery } from './audit-records.ts';
import { rulesQuery, type Rules } from './contract/counts.ts';
import type { Insight } from './insight/insight.ts';
import type { DescribedRule, InsightParts } from './insight/insight-source.ts';

type Rule = Rules['rules'][number];

const dayMs = 24 * 3_600_000;
const trendParts = 48;

export interface RulesParts extends InsightParts {
  readonly shown: ShownQuery;
  readonly conditions: Insight;
}

/** Rules that were seen or are described here, and hosts that alerts come from. */
export function rulesRoutes({ journal, insight, shown, conditions }: RulesParts): Hono {
  const api = new Hono();

  api.get('/rules', async (context) => {
    const nowMs = insight.clock.now();
    const { from = nowMs - dayMs, until = nowMs } = rulesQuery.parse(context.req.query());
    if (until <= from) throw new ApiFailure(400, '"until" must be later than "from"');
    const query = shown(everything);
    const [all, current, before] = await Promise.all([
      journal.groups({ query, by: 'rule', trendParts: 0 }),
      journal.groups({ query, fromMs: from, untilMs: until, by: 'rule', trendParts }),
      journal.tally({ query, fromMs: Math.max(2 * from - until, 0), untilMs: from, by: ['rule'] }),
    ]);
    const now = new Map(current.groups.map((group) => [group.id, group]));
    const earlier = new Map(before.dimensions[0]?.values.map(({ value, count }) => [value, count]));
    const described = new Map(insight.describedRules().map((rule) => [rule.rule, rule]));
    const allMs = [...described.values()].reduce((sum, { cost }) => sum + (cost?.totalMs ?? 0), 0);
    const seen = all.groups.map((group) => {
      const more = described.get(group.id);
      const counted = seenRule(group, now.get(group.id), earlier.get(group.id));
      return more ? { ...counted, ...describedBy(more, allMs) } : counted;
    });
    const known = new Set(all.groups.map(({ id }) => id));
    const unseen = [...described.values()]
      .filter(({ rule }) => !known.has(rule))
      .map((rule) => unseenRule(rule, allMs));
    const answer: Rules = {
      total: current.groups.reduce((sum, { count }) => sum + count, 0),
      rules: [...seen.toSorted((a, b) => b.count - a.count || (a.rule < b.rule ? -1 : 1)), ...unseen],
    };
    return context.json(answer);
  });

  api.get('/senders', async (context) => context.json((await conditions.condition()).senders));

  return api;
}

function seenRule(group: AlertGroup, current: AlertGroup | undefined, before: number | undefined): Rule {
  return {
    rule: group.id,
    source: group.source,
    priority: group.priority,
    tags: [...group.tags],
    count: current?.count ?? 0,
    before: before ?? 0,
    hosts: current?.hosts ?? 0,
    namespaces: current?.namespaces ?? 0,
    firstSeenMs: group.firstSeenMs,
    lastSeenMs: group.lastSeenMs,
    trend: [...(current?.trend ?? [])],
  };
}

function unseenRule(described: DescribedRule, allMs: number): Rule {
  const { rule, source, priority, tags } = described;
  const nothing = { count: 0, before: 0, hosts: 0, namespaces: 0, trend: [] };
  return { rule, source, priority, tags: [...tags], ...nothing, ...describedBy(described, allMs) };
}

/** @param allMs what all rules took together */
function describedBy(
  { description, file, cost }: DescribedRule,
  allMs: number,
): Pick<Rule, 'description' | 'file' | 'cost'> {
  return {
    description,
    ...(file !== undefined && { file }),
    ...(cost && cost.events > 0 && { cost: costOf(cost, allMs) }),
  };
}

function costOf({ samples, meanMs, totalMs }: RuleCost, allMs: number): NonNullable<Rule['cost']> {
  return { samples, microseconds: meanMs * 1000, share: allMs === 0 ? 0 : totalMs / allMs };
}
