import type { FieldCatalog } from '../fields/field.ts';
import { auditLevels, bodiesRead, type AuditedRule, type AuditLevel } from './audit-level.ts';
import { findRequests } from './find-requests.ts';
import { publicPart, secretPart } from './hidden-bodies.ts';
import { mayHave } from './long-requests.ts';
import type { PolicyEntry } from './policy-entry.ts';
import { answeredStages, sparedBy, stagesOf, type Stage } from './requests.ts';
import { isOverlapping, type Selector } from './selector.ts';
import { selectorsOf } from './selectors-of.ts';
import { sparing, type SparingEntries } from './spared-entries.ts';

export interface PolicyParts extends Omit<SparingEntries, 'merged'> {
  /** The first that a request passes decides. */
  readonly entries: readonly (PolicyEntry & { readonly omitStages: readonly Stage[] })[];
  readonly omitStages: readonly Stage[];
  readonly omitManagedFields: boolean;
}

export interface PolicyOptions {
  /** Whether a policy may name resources of every API group, which Kubernetes has since 1.36. */
  readonly hasAnyGroup: boolean;
  /** Whether requests that no rule looks at are told, too, without bodies. */
  readonly tellsOthers: boolean;
}

/** The stages that are left out where no rule asks for them. The others tell what became of a request. */
const optionalStages: readonly Stage[] = ['RequestReceived', 'ResponseStarted'];

export function policyParts(
  rules: readonly AuditedRule[],
  catalog: FieldCatalog,
  { hasAnyGroup, tellsOthers }: PolicyOptions,
): PolicyParts {
  const bodies = new Map(rules.map((rule) => [rule, bodiesRead(rule, catalog)]));
  const needed = [...bodies].flatMap(([rule, { level }]) => needsOf(rule, level, hasAnyGroup));
  const needs = tellsOthers ? [...needed, allOthers] : needed;
  const { merged, ...silent } = sparing(needs.flatMap(withShield), hasAnyGroup);
  const omitted = merged.map((entry) => ({ entry, omitStages: unneededStages(entry.selector, needs) }));
  const omitStages = optionalStages.filter((stage) => omitted.every((entry) => entry.omitStages.includes(stage)));
  const entries = omitted.map(({ entry, omitStages: own }) => {
    const further = own.filter((stage) => !omitStages.includes(stage) && mayHave(stage, entry.selector));
    return { ...entry, omitStages: further };
  });
  const omitManagedFields = [...bodies.values()].every(({ readsManagedFields }) => !readsManagedFields);
  return { entries, omitStages, omitManagedFields, ...silent };
}

const allOthers: PolicyEntry = {
  level: auditLevels[0],
  selector: { lists: new Map(), target: { kind: 'any' } },
  rules: new Set(),
  lesserRules: new Set(),
  strangers: new Set(),
  isShield: false,
  stages: answeredStages,
  spared: new Set(),
};

function needsOf(rule: AuditedRule, level: AuditLevel, hasAnyGroup: boolean): readonly PolicyEntry[] {
  return findRequests(rule.condition).flatMap((requests) => {
    const { selectors, strangers } = selectorsOf(requests, hasAnyGroup);
    return selectors.map((selector) => ({
      level,
      selector,
      rules: new Set([rule.name]),
      lesserRules: new Set(),
      strangers: new Set(selector.target.kind === 'any' ? strangers : []),
      isShield: false,
      stages: stagesOf(requests),
      spared: sparedBy(requests),
    }));
  });
}

function withShield(need: PolicyEntry): readonly PolicyEntry[] {
  const secret = need.level === auditLevels[0] ? undefined : secretPart(need.selector);
  if (secret === undefined) return [need];
  const shield = { ...need, level: auditLevels[0], selector: secret, isShield: true, strangers: new Set<string>() };
  const rest = publicPart(need.selector);
  return rest === undefined ? [shield] : [shield, { ...need, selector: rest }];
}

function unneededStages(selector: Selector, needs: readonly PolicyEntry[]): readonly Stage[] {
  const concerned = needs.filter((need) => isOverlapping(need.selector, selector));
  return optionalStages.filter((stage) => !concerned.some(({ stages }) => stages.has(stage)));
}
