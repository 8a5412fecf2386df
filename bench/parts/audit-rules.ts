import { readFileSync } from 'node:fs';
import path from 'node:path';
import { loadRules, type RulesFile } from '../../src/rules/load/load-rules.ts';
import type { LoadedRule } from '../../src/rules/load/loaded-rule.ts';
import { createRuleSet, ruleSources, type RuleSet } from '../../src/rules/rule-set.ts';

const ownRules = path.join(import.meta.dirname, '../../rules/kubernetes-audit.yaml');

/** As many rules as Falco's own rules for Kubernetes have. */
const ruleCount = 48;

const observed = ['namespaces', 'services', 'configmaps', 'serviceaccounts', 'clusterroles', 'rolebindings', 'secrets'];
const changes = ['create', 'delete', 'update'];

/** Our own rules, and of the kind of which Falco's has many besides: something was made, changed or deleted. */
export function auditRulesFiles(): readonly RulesFile[] {
  const own = readFileSync(ownRules, 'utf8');
  const missing = ruleCount - (own.match(/^- rule:/gm)?.length ?? 0);
  const pairs = observed.flatMap((resource) => changes.map((verb) => observation(verb, resource)));
  return [
    { name: 'kubernetes-audit.yaml', text: own },
    { name: 'observed.yaml', text: macros + pairs.slice(0, missing).join('') },
  ];
}

const macros = `
- macro: done_by_people
  condition: (not ka.user.name startswith "system:" and ka.stage = ResponseComplete)
- macro: answered
  condition: (ka.response.code startswith "2")
`;

function observation(verb: string, resource: string): string {
  return `
- rule: Observed ${verb} of ${resource}
  desc: Somebody asks for it, and gets it.
  condition: done_by_people and answered and ka.verb = ${verb} and ka.target.resource = ${resource}
  output: ${verb} (user=%ka.user.name name=%ka.target.name ns=%ka.target.namespace code=%ka.response.code)
  priority: INFO
  source: k8s_audit
`;
}

/**
 * The rules, so many times over. Every copy leaves out another namespace, so that its conditions are its own.
 * @throws Error where they are not as many as they are to be, or do not load
 */
export function auditRuleSet(copies: number): RuleSet {
  const around = { hostname: 'bench', pluginName: 'k8saudit', utcOffset: () => 0, firstEventNs: () => 0n };
  const { catalogs, checkFormat } = ruleSources(around);
  const { rules, results } = loadRules(auditRulesFiles(), { catalogs, checkFormat });
  const [error] = results.flatMap(({ errors }) => errors);
  if (error) throw new Error(error.message);
  const all = Array.from({ length: copies }, (_, copy) =>
    rules.map((rule) => (copy === 0 ? rule : copyOf(rule, copy))),
  );
  const set = createRuleSet(all.flat(), { catalogs, ruleMatching: 'first', hostname: around.hostname });
  if (set.size !== ruleCount * copies) throw new Error(`There are ${set.size} rules`);
  return set;
}

function copyOf(rule: LoadedRule, copy: number): LoadedRule {
  const { position } = rule.condition;
  const left = { kind: 'field', name: 'ka.target.namespace', position } as const;
  const right = { kind: 'value', value: `tenant-${copy}`, position } as const;
  const elsewhere = { kind: 'check', left, operator: '!=', right, position } as const;
  const condition = { kind: 'and', children: [rule.condition, elsewhere], position } as const;
  return { ...rule, name: `${rule.name}, copy ${copy}`, condition };
}
