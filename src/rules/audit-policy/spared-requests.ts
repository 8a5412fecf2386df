import { constantsOf } from '../language/compile/compile-check.ts';
import { requiredValues } from '../language/evaluate/condition-graph.ts';
import type { CheckExpression, ExistsExpression } from '../language/expression.ts';
import { everyRequest, type Requests, type Spared, type SparedTrait, type Trait } from './requests.ts';
import { isPath } from './url-patterns.ts';

type Check = CheckExpression | ExistsExpression;

const every: readonly Requests[] = [everyRequest];

/** More are no beginning of what programs ask for all day. */
const maxSpared = 100;

/** Requests without which a check does not fail. */
export function requestsWithout(check: Check, trait: Trait): readonly Requests[] {
  if (trait === 'url') return sparing('url', prefixesOf(check).filter(isPath));
  if (check.kind === 'check') return sparing(trait, requiredValues(check) ?? []);
  if (trait === 'verb' || trait === 'userGroup') return every;
  return [{ traits: new Map([[trait, new Set([''])]]) }];
}

/** `ka.verb != get`: a check that holds of all but one. */
export function requestsUnlike(check: Check, trait: Trait): readonly Requests[] {
  const isUnlike = check.kind === 'check' && check.operator === '!=' && check.modifier === undefined;
  return isUnlike && trait !== 'url' ? sparing(trait, constantsOf(check.right) ?? []) : every;
}

function sparing(trait: Trait, values: readonly string[]): readonly Requests[] {
  const known = values.filter((value) => value !== '' && value.isWellFormed());
  if (!isSparedTrait(trait) || known.length === 0 || known.length > maxSpared) return every;
  return [{ traits: new Map(), spared: new Set(known.map((value): Spared => `${trait} ${value}`)) }];
}

/** What a policy can ask for in an entry of its own, whatever else a request has. */
function isSparedTrait(trait: Trait): trait is SparedTrait {
  return trait !== 'userGroup' && trait !== 'apiGroup' && trait !== 'subresource';
}

/** Where one prefix is the beginning of another, `oneof` does not hold of what begins with both. */
function prefixesOf(check: Check): readonly string[] {
  if (check.kind === 'exists' || check.operator !== 'startswith' || check.modifier === 'allof') return [];
  const prefixes = constantsOf(check.right) ?? [];
  if (check.modifier !== 'oneof' || prefixes.length > maxSpared) return prefixes;
  const isAmbiguous = prefixes.some((prefix, place) =>
    prefixes.some((other, at) => at !== place && other.startsWith(prefix)),
  );
  return isAmbiguous ? [] : prefixes;
}
