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

/** Of each, one after the other; nothing is kept, as by nobody who reads requests. */
function nanoseconds<Item>(items: readonly Item[], once: (item: Item) => number): number {
  let seen = 0;
  const round = (): void => {
    for (const item of items) seen += once(item);
  };
  for (let left = warmUpRounds; left > 0; left--) round();
  const before = process.cpuUsage();
  for (let left = rounds; left > 0; left--) round();
  const { user, system } = process.cpuUsage(before);
  if (seen < 0) throw new Error('Less than nothing was seen');
  return ((user + system) * 1000) / rounds / texts.length;
}

/** Counts the alerts, so that nothing of them can be left out. */
function detect(rules: RuleSet, found: readonly (typeof events)[number][]): number {
  let alerts = 0;
  for (const event of found) alerts += rules.detect(event).length;
  return alerts;
}

function all(rules: RuleSet): number {
  return nanoseconds(lists, (body) => detect(rules, read(body)));
}

function parse(text: string): number {
  const event: unknown = JSON.parse(text);
  return event === undefined ? 0 : 1;
}

const few = auditRuleSet(1);
const many = auditRuleSet(20);
console.log(
  JSON.stringify({
    parse: nanoseconds(texts, parse),
    read: nanoseconds(lists, (body) => read(body).length),
    few: all(few),
    many: all(many),
    fewRules: nanoseconds([events], (found) => detect(few, found)),
    manyRules: nanoseconds([events], (found) => detect(many, found)),
    alerts: detect(few, events),
  }),
);
