import { constantsOf } from '../language/compile/compile-check.ts';
import { requiredValues } from '../language/evaluate/condition-graph.ts';
import type { CheckExpression, ExistsExpression, FieldOperand, RightOperand } from '../language/expression.ts';
import { fieldsOf } from '../fields/format-parts.ts';
import { allStages, everyRequest, stages, type Requests, type Stage, type Trait } from './requests.ts';
import { inFirst } from './sets.ts';
import { requestsUnlike, requestsWithout } from './spared-requests.ts';
import { urlPatterns } from './url-patterns.ts';

type Check = CheckExpression | ExistsExpression;

/** Fields, and JSON pointers, that read what an audit policy can ask for. */
const traits: ReadonlyMap<string, Trait> = new Map<string, Trait>([
  ['ka.verb', 'verb'],
  ['/verb', 'verb'],
  ['ka.user.name', 'user'],
  ['/user/username', 'user'],
  ['ka.user.groups', 'userGroup'],
  ['ka.target.namespace', 'namespace'],
  ['/objectRef/namespace', 'namespace'],
  ['/objectRef/apiGroup', 'apiGroup'],
  ['ka.target.resource', 'resource'],
  ['/objectRef/resource', 'resource'],
  ['ka.target.subresource', 'subresource'],
  ['/objectRef/subresource', 'subresource'],
  ['ka.uri', 'url'],
  ['/requestURI', 'url'],
]);

/** Nothing of these is there before a request is answered. */
const answers = /^(?:ka\.response\.|ka\.resp\.|\/responseStatus(?:\/|$)|\/responseObject(?:\/|$))/;

const none: readonly Requests[] = [];
const every: readonly Requests[] = [everyRequest];

/** Requests without which a check does not hold, or without which it does not fail. */
export function requestsOfCheck(check: Check, isNegated: boolean): readonly Requests[] {
  if (fieldsOfCheck(check).some(isStage)) return requestsAtStages(check, isNegated);
  const field = check.left.kind === 'field' ? pathOf(check.left) : '';
  if (check.kind === 'exists' && isNegated && answers.test(field)) return [{ traits: new Map(), stages: allStages }];
  const trait = traits.get(field);
  if (trait === undefined) return every;
  return isNegated ? requestsWithout(check, trait) : requestsWith(check, trait);
}

function requestsWith(check: Check, trait: Trait): readonly Requests[] {
  if (trait === 'url') return requestsTo(check);
  const required = requiredValues(check);
  if (required === undefined) return requestsUnlike(check, trait);
  // The API server leaves out what is empty, but the verb of a method that it does not know.
  const values = required.filter((value) => value.isWellFormed() && (value !== '' || trait === 'verb'));
  return values.length === 0 ? none : [{ traits: new Map([[trait, new Set(values)]]) }];
}

function requestsTo(check: Check): readonly Requests[] {
  if (check.kind === 'exists') return every;
  const isPrefix = check.operator === 'startswith';
  const uris = isPrefix ? constantsOf(check.right) : requiredValues(check);
  if (uris?.length === 0) return none;
  const patterns = uris && urlPatterns(uris, isPrefix);
  return patterns === undefined ? every : [{ traits: new Map([['url', patterns]]) }];
}

/** A condition that looks at stages in a way that is not followed here asks for all of them. */
function requestsAtStages(check: Check, isNegated: boolean): readonly Requests[] {
  const chosen = check.left.kind === 'field' ? chosenStages(check) : undefined;
  const asked = chosen && isNegated ? inFirst(allStages, chosen) : (chosen ?? allStages);
  return asked.size === 0 ? none : [{ traits: new Map(), stages: asked }];
}

/** Every event has a stage, so that of these stages the check holds, and of no other. */
function chosenStages(check: Check): ReadonlySet<Stage> | undefined {
  if (check.kind === 'exists') return allStages;
  const values = constantsOf(check.right);
  const isDifferent = check.operator === '!=' && check.modifier === undefined;
  if (isDifferent && values) return new Set(stages.filter((stage) => !values.includes(stage)));
  const required = requiredValues(check);
  return required && new Set(stages.filter((stage) => required.includes(stage)));
}

function fieldsOfCheck(check: Check): readonly string[] {
  const right = check.kind === 'exists' ? [] : fieldsOfRight(check.right);
  return [...fieldsOf(check.left).map(pathOf), ...right];
}

function fieldsOfRight(right: RightOperand): readonly string[] {
  return right.kind === 'list' ? [] : fieldsOf(right).map(pathOf);
}

function isStage(field: string): boolean {
  return field === 'ka.stage' || field === '/stage';
}

/** The pointer of a field of JSON, the name of another. */
function pathOf(field: Extract<FieldOperand, { readonly kind: 'field' }>): string {
  const { name, argument } = field;
  if (name !== 'jevt.value' && name !== 'json.value') return argument === undefined ? name : `${name}[${argument}]`;
  return argument?.startsWith('/') ? argument : `/${argument ?? ''}`;
}
