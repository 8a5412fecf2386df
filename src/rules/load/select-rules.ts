import { isAtLeast } from '#alert/priority.ts';
import type { LoadedRule, LoadOptions, RuleSelector } from './loaded-rule.ts';

/** Switches rules on and off as the configuration says, one selector after the other. Too low a priority stays off. */
export function selectRules(
  rules: readonly LoadedRule[],
  { select = [], minimumPriority = 'Debug' }: Pick<LoadOptions, 'select' | 'minimumPriority'>,
): readonly LoadedRule[] {
  return rules.map((rule) => {
    const last = select.findLast((selector) => isSelected(rule, selector));
    const isWanted = last === undefined ? rule.isEnabled : last.action === 'enable';
    return { ...rule, isEnabled: isWanted && isAtLeast(rule.priority, minimumPriority) };
  });
}

export function isSelected({ name, tags }: LoadedRule, { rule, tag }: RuleSelector): boolean {
  if (rule !== undefined && matchesWildcard(rule, name)) return true;
  return tag !== undefined && tags.includes(tag);
}

/**
 * Falco's wildcards: each part between asterisks is taken where it is found first, so that `*a` does not match `aba`.
 */
export function matchesWildcard(pattern: string, text: string): boolean {
  const [start = '', ...parts] = pattern.split(/\*+/);
  if (parts.length === 0) return pattern === text;
  if (!text.startsWith(start)) return false;
  let rest = text.slice(start.length);
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1;
    if (part === '') return isLast;
    const at = rest.indexOf(part);
    if (at < 0) return false;
    rest = rest.slice(at + part.length);
  }
  return rest === '';
}
