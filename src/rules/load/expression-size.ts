import type { Expression } from '../language/expression.ts';

export interface ExpressionSize {
  /** How many checks there are, those of shared parts counted wherever they stand. */
  readonly checks: number;
  readonly depth: number;
}

/** Measures expressions that share parts, each part once. */
export class ExpressionSizes {
  readonly #sizes = new Map<Expression, ExpressionSize>();

  of(expression: Expression): ExpressionSize {
    const known = this.#sizes.get(expression);
    if (known !== undefined) return known;
    const size = this.#measure(expression);
    this.#sizes.set(expression, size);
    return size;
  }

  #measure(expression: Expression): ExpressionSize {
    const children = childrenOf(expression);
    if (children.length === 0) return { checks: 1, depth: 1 };
    let checks = 0;
    let depth = 0;
    for (const child of children) {
      const size = this.of(child);
      checks += size.checks;
      depth = Math.max(depth, size.depth);
    }
    return { checks, depth: depth + 1 };
  }
}

export function childrenOf(expression: Expression): readonly Expression[] {
  if (expression.kind === 'and' || expression.kind === 'or') return expression.children;
  return expression.kind === 'not' ? [expression.child] : [];
}

/** Every part of an expression, each once however often it is shared, in the order of reading. */
export function* partsOf(expression: Expression): Generator<Expression> {
  const seen = new Set<Expression>();
  const open = [expression];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    yield next;
    // A condition may have more parts than a call may have arguments.
    for (const child of childrenOf(next).toReversed()) open.push(child);
  }
}
