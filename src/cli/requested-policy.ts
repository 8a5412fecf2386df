import { derivePolicy } from '#rules/audit-policy/derive-policy.ts';
import { kubernetesSource } from '#rules/fields/kubernetes-catalog.ts';
import type { LoadedRule } from '#rules/load/loaded-rule.ts';
import { UsageError, type Invocation, type Terminal } from './command.ts';
import { ruleContext, rulesMeant, type RuleContext } from './rules/rule-context.ts';

/**
 * The audit policy for the rules that `--rules` or `-c` names; `undefined` without both.
 * @throws UsageError, ConfigurationError, or Error where there are no such rules
 */
export async function requestedPolicy(invocation: Invocation, terminal: Terminal): Promise<string | undefined> {
  const options = { hasAnyGroup: invocation.flag('any-group'), tellsOthers: tellsOthers(invocation.text('others')) };
  if (invocation.text('rules') === undefined && invocation.text('config-file') === undefined) {
    const needless = ['any-group', 'others'].find(
      (name) => invocation.flag(name) || invocation.text(name) !== undefined,
    );
    if (needless === undefined) return undefined;
    throw new UsageError(`--${needless} is about the policy for some rules: give their files with --rules, or -c`);
  }
  const context = await ruleContext(invocation, terminal);
  const { record } = context;
  const rules = [...auditRules(invocation, context), ...(record ? [record] : [])];
  const catalog = context.settings.catalogs.get(kubernetesSource);
  if (rules.length > 0 && catalog !== undefined) return derivePolicy(rules, catalog, options);
  throw new Error(
    `Of these rules, none that is enabled is over audit events of Kubernetes ("source: ${kubernetesSource}"): name others, or enable one`,
  );
}

/** Those that are evaluated; none are needed where all events are kept. */
function auditRules(invocation: Invocation, context: RuleContext): readonly LoadedRule[] {
  const areNamed = invocation.text('rules') !== undefined || context.files.length > 0;
  if (!areNamed && context.record) return [];
  const { loaded } = rulesMeant(invocation, context);
  return loaded.rules.filter(({ source, isEnabled }) => source === kubernetesSource && isEnabled);
}

function tellsOthers(level: string | undefined): boolean {
  if (level === undefined || level === 'none') return false;
  if (level === 'metadata') return true;
  throw new UsageError(`--others is "none" or "metadata", not ${JSON.stringify(level)}`);
}
