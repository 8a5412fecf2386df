import type { FieldCatalog, RuleEvent } from '../../fields/field.ts';
import type { CheckExpression, ExistsExpression, Expression, Position } from '../expression.ts';
import { ConditionCompileError } from '../expression.ts';
import type { CompiledCheck } from './compile-check.ts';
import { compileCheck } from './compile-check.ts';
import type { ConditionWarning } from './condition-warning.ts';
import { isUnsafeNaCheck } from './condition-warning.ts';

export type Matcher = (event: RuleEvent) => boolean;

export interface CompiledCondition {
  readonly matches: Matcher;
  readonly warnings: readonly ConditionWarning[];
}

/** Macros by name, with or without macros of their own in them. */
export type Macros = ReadonlyMap<string, Expression>;

/** How deep expressions may nest once macros are in their place; a reader of conditions allows fewer. */
export const maxDepth = 1000;

/** Macros that use macros twice over would repeat their warnings without end. */
const maxWarnings = 1000;

/**
 * Checks a condition against the fields of a source and makes a tree of closures of it: the reference that the faster
 * evaluator of rule sets is measured by.
 * @throws ConditionCompileError
 */
export function compileCondition(
  ast: Expression,
  catalog: FieldCatalog,
  macros: Macros = new Map(),
): CompiledCondition {
  const compiler = new ConditionCompiler(catalog, macros);
  const matches = compiler.compile(ast);
  const unsafe = { code: 'LOAD_UNSAFE_NA_CHECK', message: '', position: startOfCondition } as const;
  return { matches, warnings: compiler.isUnsafe ? [unsafe, ...compiler.warnings] : compiler.warnings };
}

const startOfCondition: Position = { offset: 0, line: 0, column: 0 };

interface Compiled {
  readonly matches: Matcher;
  readonly warnings: readonly ConditionWarning[];
}

/** Puts macros in their place; an expression that stands in several places is compiled once. */
class ConditionCompiler {
  readonly warnings: ConditionWarning[] = [];
  isUnsafe = false;
  readonly #catalog: FieldCatalog;
  readonly #macros: Macros;
  readonly #path: string[] = [];
  readonly #compiled = new Map<Expression, Compiled>();
  #depth = 0;

  constructor(catalog: FieldCatalog, macros: Macros) {
    this.#catalog = catalog;
    this.#macros = macros;
  }

  compile(expression: Expression): Matcher {
    const known = this.#compiled.get(expression);
    if (known !== undefined) {
      this.warnings.push(...known.warnings.slice(0, Math.max(0, maxWarnings - this.warnings.length)));
      return known.matches;
    }
    if (this.#depth >= maxDepth) throw tooDeep(expression);
    this.#depth++;
    const before = this.warnings.length;
    const matches = this.#compile(expression);
    this.#depth--;
    this.#compiled.set(expression, { matches, warnings: this.warnings.slice(before) });
    return matches;
  }

  #compile(expression: Expression): Matcher {
    switch (expression.kind) {
      case 'and':
        return every(expression.children.map((child) => this.compile(child)));
      case 'or':
        return some(expression.children.map((child) => this.compile(child)));
      case 'not': {
        const child = this.compile(expression.child);
        return (event) => !child(event);
      }
      case 'identifier': {
        const macro = resolveMacro(expression.name, this.#macros, this.#path, expression.position);
        this.#path.push(expression.name);
        const matches = this.compile(macro);
        this.#path.pop();
        return matches;
      }
      case 'check':
      case 'exists':
        return this.#leaf(expression);
    }
  }

  #leaf(check: CheckExpression | ExistsExpression): Matcher {
    this.isUnsafe ||= check.kind === 'check' && isUnsafeNaCheck(check);
    const compiled = compileCheck(check, this.#catalog, (message, position) => {
      if (this.warnings.length < maxWarnings) this.warnings.push({ code: 'LOAD_COMPILE_CONDITION', message, position });
    });
    return matcherOf(compiled);
  }
}

export function tooDeep({ position }: Expression): ConditionCompileError {
  return new ConditionCompileError(`exceeded max depth limit of ${maxDepth}`, position);
}

/** @throws ConditionCompileError for a name that is no macro, and for a macro inside itself */
export function resolveMacro(name: string, macros: Macros, path: readonly string[], position: Position): Expression {
  const macro = macros.get(name);
  if (macro === undefined) throw new ConditionCompileError(`filter error: unexpected identifier '${name}'`, position);
  if (path.includes(name)) throw new ConditionCompileError(`reference loop in macro '${name}'`, position);
  return macro;
}

/** What is missing compares as false, `!=` included. */
export function matcherOf(check: CompiledCheck): Matcher {
  const read = check.left.read;
  switch (check.kind) {
    case 'exists':
      return (event) => read(event) !== undefined;
    case 'constant': {
      const { compare } = check;
      return (event) => {
        const values = read(event);
        return values !== undefined && compare(values);
      };
    }
    case 'fields': {
      const { compare } = check;
      const readRight = check.right.read;
      return (event) => {
        const left = read(event);
        const right = left === undefined ? undefined : readRight(event);
        return left !== undefined && right !== undefined && compare(left, right);
      };
    }
  }
}

function every(children: readonly Matcher[]): Matcher {
  return (event) => {
    for (const child of children) if (!child(event)) return false;
    return true;
  };
}

function some(children: readonly Matcher[]): Matcher {
  return (event) => {
    for (const child of children) if (child(event)) return true;
    return false;
  };
}
