import { inBoth, inEither, isSame, isSubset } from './sets.ts';

/**
 * What an audit policy tells requests apart by, as far as their events tell the same. `url` is a pattern of `nonResourceURLs`.
 * @see https://kubernetes.io/docs/reference/config-api/apiserver-audit.v1/#audit-k8s-io-v1-PolicyRule
 */
export type Trait = 'verb' | 'user' | 'userGroup' | 'namespace' | 'apiGroup' | 'resource' | 'subresource' | 'url';

/** How far a request has come when the API server tells of it, in this order. */
export const stages = ['RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic'] as const;

export type Stage = (typeof stages)[number];

export const allStages: ReadonlySet<Stage> = new Set(stages);

/**
 * What is told of a request once it is answered has all that was told when it came, so that a rule that says nothing of stages
 * finds it there.
 */
export const answeredStages: ReadonlySet<Stage> = new Set(['ResponseStarted', 'ResponseComplete', 'Panic']);

/**
 * Some requests: those that have one of the values of each trait that is named, whatever the others. An empty text stands for
 * what a request does not have.
 */
export interface Requests {
  readonly traits: ReadonlyMap<Trait, ReadonlySet<string>>;
  /** The stages at which they are looked at; `answeredStages` where nothing is said. */
  readonly stages?: ReadonlySet<Stage>;
  /** None that has one of these. */
  readonly spared?: ReadonlySet<Spared>;
}

/** A trait and its value, or the beginning of a URL: `user jane`, `url /healthz`. */
export type Spared = `${SparedTrait} ${string}`;

export type SparedTrait = 'user' | 'verb' | 'namespace' | 'resource' | 'url';

export const everyRequest: Requests = { traits: new Map() };

/** Of these a request may have several values, or several that are alike: what has one of some may have one of others, too. */
const looseTraits: ReadonlySet<Trait> = new Set<Trait>(['userGroup', 'url']);

export function stagesOf(requests: Requests): ReadonlySet<Stage> {
  return requests.stages ?? answeredStages;
}

export function sparedBy({ spared = nothing }: Requests): ReadonlySet<Spared> {
  return spared;
}

const nothing: ReadonlySet<Spared> = new Set();

/** No fewer than what both have in common; `undefined` where that is nothing. */
export function intersection(left: Requests, right: Requests): Requests | undefined {
  const traits = new Map(left.traits);
  for (const [trait, values] of right.traits) {
    const known = traits.get(trait);
    if (known === undefined) {
      traits.set(trait, values);
    } else if (!looseTraits.has(trait)) {
      const common = inBoth(known, values);
      if (common.size === 0) return undefined;
      traits.set(trait, common);
    }
  }
  const common = left.stages && right.stages ? inBoth(left.stages, right.stages) : (left.stages ?? right.stages);
  if (common?.size === 0) return undefined;
  return withStages(traits, common, inEither(sparedBy(left), sparedBy(right)));
}

export function covers(whole: Requests, part: Requests): boolean {
  if (!isSubset(stagesOf(part), stagesOf(whole)) || !isSubset(sparedBy(whole), sparedBy(part))) return false;
  return [...whole.traits].every(([trait, values]) => {
    const some = part.traits.get(trait);
    return some !== undefined && isSubset(some, values);
  });
}

/** Both, where they differ in one respect at most. */
export function joined(left: Requests, right: Requests): Requests | undefined {
  if (left.traits.size !== right.traits.size) return undefined;
  const isStageEqual = isSame(stagesOf(left), stagesOf(right));
  const traits = new Map(left.traits);
  let differences = (isStageEqual ? 0 : 1) + (isSame(sparedBy(left), sparedBy(right)) ? 0 : 1);
  if (differences > 1) return undefined;
  for (const [trait, values] of right.traits) {
    const known = traits.get(trait);
    if (known === undefined) return undefined;
    if (isSame(known, values)) continue;
    if (++differences > 1) return undefined;
    traits.set(trait, inEither(known, values));
  }
  const both = isStageEqual ? left.stages : inEither(stagesOf(left), stagesOf(right));
  return withStages(traits, both, inBoth(sparedBy(left), sparedBy(right)));
}

/** All of these, and others, told in one. */
export function hull(several: readonly Requests[]): Requests {
  const [first = everyRequest] = several;
  const traits = new Map<Trait, Set<string>>();
  for (const trait of first.traits.keys()) {
    if (!several.every((requests) => requests.traits.has(trait))) continue;
    const union = new Set<string>();
    for (const requests of several) for (const value of requests.traits.get(trait) ?? []) union.add(value);
    traits.set(trait, union);
  }
  const union = new Set(several.flatMap((requests) => [...stagesOf(requests)]));
  const spared = several.map(sparedBy).reduce(inBoth, sparedBy(first));
  return withStages(traits, isSame(union, answeredStages) ? undefined : union, spared);
}

function withStages(
  traits: Requests['traits'],
  some: ReadonlySet<Stage> | undefined,
  spared: ReadonlySet<Spared>,
): Requests {
  return { traits, ...(some && { stages: some }), ...(spared.size > 0 && { spared }) };
}
