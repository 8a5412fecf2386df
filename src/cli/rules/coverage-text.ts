import { styleText } from 'node:util';
import type { TacticCoverage } from '#rules/coverage/attack-matrix.ts';
import type { FieldPresence } from '#rules/coverage/field-presence.ts';
import type { CoverageReport, RuleUse } from '#rules/coverage/rule-coverage.ts';
import { table } from '../table.ts';

/** What `rules coverage` prints, a part after the other. Without a line end. */
export function coverageText({ rules, fields, matrix, events }: CoverageReport, stream: NodeJS.WriteStream): string {
  const parts = [
    ['Rules that matched nothing', neverMatched(rules)],
    ['Rules hidden by rules before them', shadows(rules)],
    ['Fields that no event has', absent(fields, events)],
    ['MITRE ATT&CK, by the tags of rules', attack(matrix)],
    ['Alerts and cost of each rule', costs(rules)],
  ] as const;
  return parts
    .map(([title, lines]) => [styleText('bold', title, { stream }), ...lines.map((line) => `  ${line}`)].join('\n'))
    .join('\n\n');
}

function neverMatched(rules: readonly RuleUse[]): readonly string[] {
  const names = rules
    .filter(({ matches }) => matches === 0)
    .map(({ rule, isImpossible }) => (isImpossible ? `${rule}: no event can have what it asks for` : rule));
  return names.length === 0 ? ['none'] : names;
}

function shadows(rules: readonly RuleUse[]): readonly string[] {
  const lines = rules.flatMap(({ rule, hiddenBy, alwaysHiddenBy, alerts, matches }) => {
    const seen = hiddenBy.map((by) => `${by.events} of ${matches} by "${by.rule}"`);
    const silent = alerts === 0 && matches > 0 ? ['never an alert here'] : [];
    const always =
      alwaysHiddenBy === undefined ? [] : [`always by "${alwaysHiddenBy}", which matches all that this one does`];
    const all = [...always, ...seen, ...silent];
    return all.length === 0 ? [] : [`${rule}: ${all.join(', ')}`];
  });
  return lines.length === 0 ? ['none'] : lines;
}

const maxNames = 3;

function absent(fields: readonly FieldPresence[], events: number): readonly string[] {
  const missing = fields.filter((field) => field.events === 0);
  if (events === 0 || missing.length === 0) return ['none'];
  const rows = missing.map(({ field, askedBy, printedBy }) => [field, usedBy(askedBy, printedBy)]);
  const bodies = fields.filter(({ field }) => field.startsWith('ka.req.'));
  const hint =
    bodies.length > 0 && bodies.every((field) => field.events === 0)
      ? ['No event has a request body: the audit policy has to log with the level Request or RequestResponse.']
      : [];
  return [...table(['FIELD', ''], rows), ...hint];
}

function usedBy(askedBy: readonly string[], printedBy: readonly string[]): string {
  const asked = askedBy.length === 0 ? [] : [`asked by ${named(askedBy)}`];
  const printed = printedBy.length === 0 ? [] : [`printed by ${named(printedBy)}`];
  return [...asked, ...printed].join('; ');
}

function named(names: readonly string[]): string {
  const more = names.length - maxNames;
  return more > 0 ? `${names.slice(0, maxNames).join(', ')} and ${more} more` : names.join(', ');
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

function attack(matrix: readonly TacticCoverage[]): readonly string[] {
  if (matrix.every(({ techniques }) => techniques.length === 0))
    return ['no rule has a tag of a tactic, such as mitre_execution'];
  const rows = matrix.map(({ tactic, techniques }) => [
    tactic.replaceAll('_', ' '),
    techniques.length === 0
      ? '-'
      : techniques
          .map(
            ({ technique, rules, matches }) =>
              `${technique || 'no technique'} (${counted(rules, 'rule')}, ${counted(matches, 'event')})`,
          )
          .join(', '),
  ]);
  return table(['TACTIC', 'TECHNIQUES'], rows);
}

function costs(rules: readonly RuleUse[]): readonly string[] {
  const all = rules.reduce((sum, { durationMs }) => sum + durationMs, 0);
  const rows = rules
    .toSorted((left, right) => right.durationMs - left.durationMs)
    .map(({ rule, alerts, matches, candidates, evaluations, durationMs }) => [
      `${all === 0 ? 0 : Math.round((durationMs / all) * 100)} %`,
      String(evaluations),
      String(candidates),
      String(matches),
      String(alerts),
      rule,
    ]);
  return table(['TIME', 'EVALUATED', 'CANDIDATE', 'MATCHED', 'ALERTS', 'RULE'], rows);
}
