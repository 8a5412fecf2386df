import type { Expression } from '../language/expression.ts';
import { covers, everyRequest, hull, intersection, joined, type Requests } from './requests.ts';
import { requestsOfCheck } from './requests-of-check.ts';

/** Beyond this, what is exact is no longer readable. */
const maxAlternatives = 32;

/** Beyond this, alternatives are not compared with each other. */
const maxCompared = 1000;

/** Requests without which a condition does not hold, in alternatives; none where it never holds. */
export function findRequests(condition: Expression): readonly Requests[] {
  return new RequestFinder().of(condition, false);
}

/** Parts that stand in several places, as those of macros do, are looked at once. */
class RequestFinder {
  readonly #known = new Map<Expression, readonly Requests[]>();
  readonly #knownNegated = new Map<Expression, readonly Requests[]>();

  of(expression: Expression, isNegated: boolean): readonly Requests[] {
    const memory = isNegated ? this.#knownNegated : this.#known;
    const known = memory.get(expression);
    if (known !== undefined) return known;
    const found = this.#find(expression, isNegated);
    memory.set(expression, found);
    return found;
  }

  #find(expression: Expression, isNegated: boolean): readonly Requests[] {
    switch (expression.kind) {
      case 'not':
        return this.of(expression.child, !isNegated);
      case 'and':
      case 'or': {
        const alternatives = expression.children.map((child) => this.of(child, isNegated));
        return (expression.kind === 'and') === isNegated ? anyOf(alternatives) : allOf(alternatives);
      }
      case 'check':
      case 'exists':
        return requestsOfCheck(expression, isNegated);
      case 'identifier':
        return [everyRequest];
    }
  }
}

function allOf(conditions: readonly (readonly Requests[])[]): readonly Requests[] {
  return conditions.reduce(common, [everyRequest]);
}

function common(left: readonly Requests[], right: readonly Requests[]): readonly Requests[] {
  if (right.length === 1 && right[0] === everyRequest) return left;
  return tidied(left.flatMap((some) => right.flatMap((others) => intersection(some, others) ?? [])));
}

function anyOf(conditions: readonly (readonly Requests[])[]): readonly Requests[] {
  return tidied(conditions.flat());
}

function tidied(several: readonly Requests[]): readonly Requests[] {
  if (several.includes(everyRequest)) return several.some(isEarly) ? [hull(several)] : [everyRequest];
  if (several.length > maxCompared) return [hull(several)];
  let alternatives: readonly Requests[] = [];
  for (const requests of several) alternatives = added(alternatives, requests);
  return alternatives.length > maxAlternatives ? [hull(alternatives)] : alternatives;
}

function isEarly({ stages }: Requests): boolean {
  return stages?.has('RequestReceived') ?? false;
}

function added(alternatives: readonly Requests[], requests: Requests): readonly Requests[] {
  if (alternatives.some((other) => covers(other, requests))) return alternatives;
  const others = alternatives.filter((other) => !covers(requests, other));
  for (const [place, other] of others.entries()) {
    const both = joined(other, requests);
    if (both !== undefined) return added(others.toSpliced(place, 1), both);
  }
  return [...others, requests];
}
