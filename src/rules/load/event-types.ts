import { syscallEventTypes } from '../fields/syscall-catalog.ts';
import type { CheckExpression, Expression } from '../language/expression.ts';

/** Event types by name: these, or all but these. */
export interface EventTypes {
  readonly isAllBut: boolean;
  readonly names: ReadonlySet<string>;
}

/** Falco warns above 100 types of events; most names stand for two, the beginning of a call and its end. */
const maxNames = 50;

/** Whether a rule for system calls does not say which it is about. A condition that nothing matches does. */
export function matchesTooManyEvents(condition: Expression): boolean {
  const { isAllBut, names } = eventTypesOf(condition);
  return isAllBut || names.size > maxNames;
}

/** The types of events that a condition can be true for, as far as `evt.type` and `evt.num` tell. */
export function eventTypesOf(condition: Expression): EventTypes {
  return new EventTypeFinder().find(condition, false);
}

const all: EventTypes = { isAllBut: true, names: new Set() };
const none: EventTypes = { isAllBut: false, names: new Set() };

/** Pushes negation down to the checks, as those that say nothing of event types stay true for all when negated. */
class EventTypeFinder {
  readonly #known = syscallEventTypes();
  readonly #found = [new Map<Expression, EventTypes>(), new Map<Expression, EventTypes>()] as const;

  find(expression: Expression, isNegated: boolean): EventTypes {
    const known = this.#found[isNegated ? 1 : 0];
    const types = known.get(expression) ?? this.#find(expression, isNegated);
    known.set(expression, types);
    return types;
  }

  #find(expression: Expression, isNegated: boolean): EventTypes {
    switch (expression.kind) {
      case 'and':
      case 'or': {
        const children = expression.children.map((child) => this.find(child, isNegated));
        const isAnd = (expression.kind === 'and') !== isNegated;
        return isAnd ? children.reduce(intersection, all) : children.reduce(union, none);
      }
      case 'not':
        return this.find(expression.child, !isNegated);
      case 'check': {
        const types = typesOfCheck(expression, this.#known);
        return types !== undefined && isNegated ? complement(types) : (types ?? all);
      }
      case 'exists': {
        const isType = expression.left.kind === 'field' && isTypeField(expression.left.name);
        return isType && isNegated ? none : all;
      }
      case 'identifier':
        return all;
    }
  }
}

/** `undefined` for a check that says nothing of the type. */
function typesOfCheck(check: CheckExpression, known: ReadonlySet<string>): EventTypes | undefined {
  const { left, operator, right, modifier } = check;
  if (left.kind !== 'field' || modifier !== undefined || right.kind === 'transformer') return undefined;
  const values = right.kind === 'list' ? right.values : [right.value];
  if (left.name === 'evt.num') return typesOfNumber(operator, values);
  if (!isTypeField(left.name) || !['=', '==', '!=', 'in'].includes(operator)) return undefined;
  const types = { isAllBut: false, names: new Set(values.filter((name) => known.has(name))) };
  return operator === '!=' ? complement(types) : types;
}

function isTypeField(name: string): boolean {
  return name === 'evt.type' || name === 'syscall.type';
}

/** Events are counted from 1, so `evt.num = 0` is how rules say never. */
function typesOfNumber(operator: string, values: readonly string[]): EventTypes | undefined {
  if (operator === 'in') return values.every((value) => numberOf(value) === 0n) ? none : undefined;
  const number = numberOf(values[0] ?? '');
  if (number === undefined) return undefined;
  const isNone = ['=', '==', '<='].includes(operator) ? number === 0n : operator === '<' && number <= 1n;
  const isAll = ['!=', '>'].includes(operator) ? number === 0n : operator === '>=' && number <= 1n;
  if (isNone) return none;
  return isAll ? all : undefined;
}

function numberOf(text: string): bigint | undefined {
  return /^(?:0x[0-9a-f]+|\d+)$/i.test(text) ? BigInt(text) : undefined;
}

function complement({ isAllBut, names }: EventTypes): EventTypes {
  return { isAllBut: !isAllBut, names };
}

function intersection(left: EventTypes, right: EventTypes): EventTypes {
  if (left.isAllBut && right.isAllBut) return { isAllBut: true, names: new Set([...left.names, ...right.names]) };
  if (left.isAllBut) return { isAllBut: false, names: without(right.names, left.names) };
  if (right.isAllBut) return { isAllBut: false, names: without(left.names, right.names) };
  return { isAllBut: false, names: new Set([...left.names].filter((name) => right.names.has(name))) };
}

function union(left: EventTypes, right: EventTypes): EventTypes {
  return complement(intersection(complement(left), complement(right)));
}

function without(names: ReadonlySet<string>, others: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...names].filter((name) => !others.has(name)));
}
