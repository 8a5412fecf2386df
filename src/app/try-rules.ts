import type { Configuration, RuleSurroundings } from '#config/configuration.ts';
import type { Trial, TrialParts, TrialRequest } from '#rules/try-rules.ts';
import { RecentFailures } from '#rules/fields/okta-failures.ts';

const millisecondNs = 1_000_000n;

/** Tries the rules in effect, and others beside them. What is large is loaded for the first who wants it. @throws TrialError */
export async function tryRulesInEffect(
  request: TrialRequest,
  { rules }: Configuration,
  machine: RuleSurroundings,
  nowMs: number,
): Promise<Trial> {
  const { tryRules } = await import('#rules/try-rules.ts');
  // What users of Okta failed at is counted apart: a trial changes nothing.
  const around = { ...machine, oktaFailures: new RecentFailures() };
  const parts = rules?.trial(around) ?? (await noRules(around));
  return tryRules(request, parts, BigInt(Math.trunc(nowMs)) * millisecondNs);
}

async function noRules(around: RuleSurroundings): Promise<TrialParts> {
  const { ruleSources } = await import('#rules/rule-set.ts');
  const loading = ruleSources(around);
  const settings = { catalogs: loading.catalogs, ruleMatching: 'first', hostname: around.hostname } as const;
  return { files: [], loading, settings, sources: {} };
}
