import type { Json } from '#kit/json.ts';
import type { FieldCatalog, RuleEvent } from './fields/field.ts';
import { jsonOf } from './fields/format.ts';
import { compileCheck } from './language/compile/compile-check.ts';
import { matcherOf } from './language/compile/compile-condition.ts';
import type { Operand } from './language/compile/operand.ts';
import type { CheckExpression, ExistsExpression, Expression } from './language/expression.ts';
import { printCondition, printOperand } from './language/print-condition.ts';

/** A part of a condition, and what became of it with an event. */
export type ExplainedPart = ExplainedCombination | ExplainedNot | ExplainedMacro | ExplainedCheck;

interface Explained {
  readonly holds: boolean;
  /** Whether the outcome of the whole hangs on this part: it is as it is because this is as it is. */
  readonly isDecisive: boolean;
}

export interface ExplainedCombination extends Explained {
  readonly kind: 'and' | 'or';
  readonly children: readonly ExplainedPart[];
}

export interface ExplainedNot extends Explained {
  readonly kind: 'not';
  readonly child: ExplainedPart;
}

export interface ExplainedMacro extends Explained {
  readonly kind: 'macro';
  readonly name: string;
  /** What it stands for; left out where it has been told before. */
  readonly child?: ExplainedPart;
}

export interface ExplainedCheck extends Explained {
  readonly kind: 'check';
  /** As Falco prints it: `ka.verb in (create, update)`. */
  readonly text: string;
  /** What it reads from the event. */
  readonly reads: readonly ExplainedRead[];
}

export interface ExplainedRead {
  /** `ka.verb`, `tolower(ka.verb)`. */
  readonly name: string;
  /** None where the event has no such field; then no comparison holds, `!=` included. */
  readonly values?: readonly Json[];
  readonly isList: boolean;
}

export interface ExplainSettings {
  readonly event: RuleEvent;
  readonly catalog: FieldCatalog;
  /** Names of the parts that are macros. */
  readonly macroNames: ReadonlyMap<Expression, string>;
}

/**
 * Evaluates every part of a condition, those included that evaluation would not get to.
 * @throws ConditionCompileError
 */
export function explainCondition(condition: Expression, settings: ExplainSettings): ExplainedPart {
  return new ConditionExplainer(settings).part(condition, true);
}

/** The checks that the outcome hangs on, in the order of reading. */
export function decisiveChecks(part: ExplainedPart): readonly ExplainedCheck[] {
  if (!part.isDecisive) return [];
  switch (part.kind) {
    case 'check':
      return [part];
    case 'and':
    case 'or':
      return part.children.flatMap(decisiveChecks);
    case 'not':
      return decisiveChecks(part.child);
    case 'macro':
      return part.child === undefined ? [] : decisiveChecks(part.child);
  }
}

/** Macros in macros make a short text endless: what one stands for is told once, and once more where it matters. */
class ConditionExplainer {
  readonly #settings: ExplainSettings;
  readonly #outcomes = new Map<Expression, boolean>();
  readonly #told = new Set<string>();

  constructor(settings: ExplainSettings) {
    this.#settings = settings;
  }

  part(expression: Expression, isDecisive: boolean): ExplainedPart {
    const name = this.#settings.macroNames.get(expression);
    if (name === undefined) return this.#unnamed(expression, isDecisive);
    const macro = { kind: 'macro', name, holds: this.#holds(expression), isDecisive } as const;
    const key = `${isDecisive} ${name}`;
    if (this.#told.has(key)) return macro;
    this.#told.add(key);
    return { ...macro, child: this.#unnamed(expression, isDecisive) };
  }

  #unnamed(expression: Expression, isDecisive: boolean): ExplainedPart {
    const holds = this.#holds(expression);
    switch (expression.kind) {
      case 'and':
      case 'or': {
        const children = expression.children.map((child) =>
          this.part(child, isDecisive && this.#holds(child) === holds),
        );
        return { kind: expression.kind, holds, isDecisive, children };
      }
      case 'not':
        return { kind: 'not', holds, isDecisive, child: this.part(expression.child, isDecisive) };
      case 'identifier':
        throw unresolved(expression.name);
      case 'check':
      case 'exists':
        return { kind: 'check', holds, isDecisive, text: printCondition(expression), reads: this.#reads(expression) };
    }
  }

  #holds(expression: Expression): boolean {
    const known = this.#outcomes.get(expression);
    if (known !== undefined) return known;
    const outcome = this.#evaluate(expression);
    this.#outcomes.set(expression, outcome);
    return outcome;
  }

  #evaluate(expression: Expression): boolean {
    switch (expression.kind) {
      case 'and':
        return expression.children.every((child) => this.#holds(child));
      case 'or':
        return expression.children.some((child) => this.#holds(child));
      case 'not':
        return !this.#holds(expression.child);
      case 'identifier':
        throw unresolved(expression.name);
      case 'check':
      case 'exists':
        return matcherOf(this.#compile(expression))(this.#settings.event);
    }
  }

  #reads(expression: CheckExpression | ExistsExpression): readonly ExplainedRead[] {
    const compiled = this.#compile(expression);
    const left = this.#read(printOperand(expression.left), compiled.left);
    if (compiled.kind !== 'fields' || expression.kind !== 'check') return [left];
    return [left, this.#read(printOperand(expression.right), compiled.right)];
  }

  #read(name: string, { read, isList }: Operand): ExplainedRead {
    const values = read(this.#settings.event)?.map(jsonOf);
    return values === undefined ? { name, isList } : { name, isList, values };
  }

  #compile(expression: CheckExpression | ExistsExpression) {
    return compileCheck(expression, this.#settings.catalog, () => undefined);
  }
}

function unresolved(name: string): Error {
  return new Error(`The macro ${JSON.stringify(name)} has not been put in its place`);
}
