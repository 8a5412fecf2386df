/**
 * What the rules over audit events cost beside reading the events, which a program without rules would do, too. Bodies are
 * lists as kube-apiserver sends them, of a cluster at rest. Prints nanoseconds of CPU for each event.
 */
import { seededRandom } from '../../src/app/demo-alerts.ts';
import { defaultSplitLimits, splitEvents } from '../../src/rules/fields/split-events.ts';
import type { RuleSet } from '../../src/rules/rule-set.ts';
import { backgroundEvent, backgroundList } from '../load/audit-events.ts';
import { auditRuleSet } from '../parts/audit-rules.ts';

const warmUpRounds = 20;
const rounds = 60;
const bodies = 8;
const eventsPerBody = 400;
const random = seededRandom(1);
const nowMs = Date.now();

const texts = Array.from({ length: bodies * eventsPerBody }, () => backgroundEvent(random, nowMs));
const lists = Array.from({ length: bodies }, () => backgroundList(random, nowMs, eventsPerBody));
const read = (body: string) =>
  splitEvents(body, { limits: defaultSplitLimits, source: 'k8s_audit', firstNumber: 1n }).events;
const events = lists.flatMap(read);
if (events.length !== texts.length) throw new Error(`${events.length} events were read`);

function nanoseconds(once: () => unknown): number {
  for (let round = 0; round < warmUpRounds; round++) once();
  const before = process.cpuUsage();
  for (let round = 0; round < rounds; round++) once();
  const { user, system } = process.cpuUsage(before);
  return ((user + system) * 1000) / rounds / texts.length;
}

/** Counts the alerts, so that nothing of them can be left out. */
function detect(rules: RuleSet, found: readonly (typeof events)[number][]): number {
  let alerts = 0;
  for (const event of found) alerts += rules.detect(event).length;
  return alerts;
}

function all(rules: RuleSet): number {
  return nanoseconds(() => lists.map((body) => detect(rules, read(body))));
}

const few = auditRuleSet(1);
const many = auditRuleSet(20);
console.log(
  JSON.stringify({
    parse: nanoseconds(() => texts.map((text): unknown => JSON.parse(text))),
    read: nanoseconds(() => lists.map(read)),
    few: all(few),
    many: all(many),
    fewRules: nanoseconds(() => detect(few, events)),
    manyRules: nanoseconds(() => detect(many, events)),
    alerts: detect(few, events),
  }),
);
