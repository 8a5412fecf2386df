import type { Expression, Position } from '../language/expression.ts';
import type { ExpressionSizes } from './expression-size.ts';

/** How many checks a condition may have once its macros are in it; macros in macros can make a short text endless. */
const maxChecks = 1_000_000;
/** What the compiler of conditions allows, too. */
const maxDepth = 1000;

export interface Resolution {
  readonly condition: Expression;
  readonly used: ReadonlySet<string>;
}

/** A name that is no macro, a macro inside itself, or too much of them. */
export class MacroError extends Error {
  override readonly name = 'MacroError';
  readonly position: Position;

  constructor(message: string, position: Position) {
    super(message);
    this.position = position;
  }
}

/**
 * Puts macros in the place of their names. What a macro stands for is shared by all places it is used in.
 * @param find the condition of a macro that may be used here
 * @throws MacroError
 */
export function resolveMacros(
  condition: Expression,
  find: (name: string) => Expression | undefined,
  sizes: ExpressionSizes,
): Resolution {
  const resolver = new MacroResolver(find);
  const resolved = resolver.resolve(condition);
  if (resolver.unknown !== undefined) throw resolver.unknown;
  const { checks, depth } = sizes.of(resolved);
  if (depth > maxDepth) throw tooDeep(condition);
  if (checks > maxChecks) throw new MacroError(`macros make more than ${maxChecks} checks`, condition.position);
  return { condition: resolved, used: resolver.used };
}

class MacroResolver {
  readonly used = new Set<string>();
  unknown: MacroError | undefined;
  readonly #find: (name: string) => Expression | undefined;
  readonly #path: string[] = [];
  readonly #resolved = new Map<Expression, Expression>();
  #depth = 0;

  constructor(find: (name: string) => Expression | undefined) {
    this.#find = find;
  }

  resolve(expression: Expression): Expression {
    const known = this.#resolved.get(expression);
    if (known !== undefined) return known;
    if (++this.#depth > maxDepth) throw tooDeep(expression);
    const resolved = this.#resolve(expression);
    this.#depth--;
    this.#resolved.set(expression, resolved);
    return resolved;
  }

  #resolve(expression: Expression): Expression {
    switch (expression.kind) {
      case 'and':
      case 'or': {
        const children = expression.children.map((child) => this.resolve(child));
        const isSame = children.every((child, index) => child === expression.children[index]);
        return isSame ? expression : { ...expression, children };
      }
      case 'not': {
        const child = this.resolve(expression.child);
        return child === expression.child ? expression : { ...expression, child };
      }
      case 'identifier':
        return this.#macro(expression.name, expression.position) ?? expression;
      case 'check':
      case 'exists':
        return expression;
    }
  }

  #macro(name: string, position: Position): Expression | undefined {
    const macro = this.#find(name);
    if (macro === undefined) {
      this.unknown ??= new MacroError(`Undefined macro '${name}' used in filter.`, position);
      return undefined;
    }
    if (this.#path.includes(name)) throw new MacroError(`reference loop in macro '${name}'`, position);
    this.#path.push(name);
    const resolved = this.resolve(macro);
    this.#path.pop();
    this.used.add(name);
    return resolved;
  }
}

function tooDeep({ position }: Expression): MacroError {
  return new MacroError(`exceeded max depth limit of ${maxDepth}`, position);
}
