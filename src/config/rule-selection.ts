import { z } from 'zod';
import type { LoadedRule, RuleSelector } from '#rules/load/loaded-rule.ts';
import { isSelected } from '#rules/load/select-rules.ts';
import type { Findings } from './findings.ts';

const chosen = z.strictObject({ rule: z.string().optional(), tag: z.string().optional() }).optional();

const entry = z.strictObject({ enable: chosen, disable: chosen });

type Entry = z.output<typeof entry>;

/** Falco's `rules` of its configuration, with the names it has there. */
export const ruleSelectionOption = z
  .array(entry.superRefine(refuseUnclear))
  .default([])
  .describe(
    "Switches rules on and off, whatever their files say: Falco's `rules`. One after the other, `enable` or `disable` with the name of a `rule`, in which `*` stands for anything, or with a `tag`. In a variable: JSON.",
  );

function refuseUnclear({ enable, disable }: Entry, context: z.RefinementCtx): void {
  const meant = [enable, disable].filter((choice) => choice !== undefined);
  const isClear = meant.length === 1 && (meant[0]?.rule || meant[0]?.tag);
  if (isClear) return;
  const message = 'It must be one of "enable" and "disable", with a rule or a tag: { disable: { rule: "K8s *" } }';
  context.addIssue({ code: 'custom', message });
}

export function ruleSelectors(entries: readonly Entry[]): readonly RuleSelector[] {
  return entries.map(({ enable, disable = {} }) => {
    const { rule, tag } = enable ?? disable;
    return { action: enable ? 'enable' : 'disable', ...(rule && { rule }), ...(tag && { tag }) };
  });
}

/** A name that no rule has is a mistake, or of a file that is not there any more. */
export function noteUnusedSelectors(
  selectors: readonly RuleSelector[],
  rules: readonly LoadedRule[],
  findings: Findings,
): void {
  for (const [index, selector] of selectors.entries()) {
    if (rules.some((rule) => isSelected(rule, selector))) continue;
    const { action, rule, tag } = selector;
    const what = rule === undefined ? `tag ${JSON.stringify(tag)}` : `name ${JSON.stringify(rule)}`;
    const path = `rules.selection[${index}]`;
    findings.note({ where: path, path, message: `There is nothing to ${action}: no rule has the ${what}.` });
  }
}
