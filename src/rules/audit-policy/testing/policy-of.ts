import { ruleSources } from '../../rule-set.ts';
import { loadRules } from '../../load/load-rules.ts';
import type { LoadedRule } from '../../load/loaded-rule.ts';
import { kubernetesSource } from '../../fields/kubernetes-catalog.ts';
import type { FieldCatalog } from '../../fields/field.ts';
import type { Quirk } from '../../rule-set.ts';
import { quietSurroundings } from '../../fields/testing/rule-event.ts';
import { derivePolicy } from '../derive-policy.ts';
import { readPolicy, type Policy } from './evaluate-policy.ts';

export interface LoadedForPolicy {
  readonly rules: readonly LoadedRule[];
  readonly catalog: FieldCatalog;
}

export function rulesOf(text: string, quirks: readonly Quirk[] = []): LoadedForPolicy {
  const loading = ruleSources(quietSurroundings, { quirks });
  const { rules, results } = loadRules([{ name: 'rules.yaml', text }], loading);
  const [error] = results.flatMap(({ errors }) => errors);
  const catalog = loading.catalogs.get(kubernetesSource);
  if (error || !catalog) throw new Error(error?.message ?? 'no catalogue');
  return { rules, catalog };
}

/** A rule for each condition, named after its place, that prints nothing but what it is told to. */
export function ruleText(conditions: readonly string[], output = 'found'): string {
  const rules = conditions.map((condition, place) => ({
    rule: `Rule ${place + 1}`,
    desc: 'One of a test',
    condition,
    output,
    priority: 'WARNING',
    source: kubernetesSource,
  }));
  return JSON.stringify(rules);
}

const nothingElse = { hasAnyGroup: false, tellsOthers: false };

/** The policy for rules with these conditions, read back from its text. */
export function policyOf(conditions: readonly string[], output?: string, options = nothingElse): Policy {
  const { rules, catalog } = rulesOf(ruleText(conditions, output));
  return readPolicy(derivePolicy(rules, catalog, options));
}
