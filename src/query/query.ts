/**
 * What somebody looks for among the alerts:
 *
 * ```text
 * rule:"Terminal shell in container" -namespace:kube-system priority>=warning /etc/shadow
 * hostname:(node-1 or node-2) proc.name:nc* evt.count>5 "connection refused" not user:root
 * ```
 *
 * Terms beside each other must all hold. `field:value` is the whole value in any case, `*` stands for anything in it unless it
 * is quoted, and `field:*` asks whether there is one; `~` asks for a part of it; `>`, `>=`, `<`, `<=` compare priorities, numbers
 * and times. Anything else are words that must occur in output, rule or fields, in that order within a term.
 */
export type Query = Everything | Combination | Negation | Comparison | Text;

interface Everything {
  readonly kind: 'everything';
}

export interface Combination {
  readonly kind: 'and' | 'or';
  readonly queries: readonly Query[];
}

export interface Negation {
  readonly kind: 'not';
  readonly query: Query;
  readonly at: Span;
}

export interface Comparison {
  readonly kind: 'comparison';
  /** As `canonicalField` has it. */
  readonly field: string;
  readonly operator: Operator;
  readonly value: string;
  /** Whether `*` in the value stands for anything. */
  readonly isPattern: boolean;
  readonly at: Span;
}

export interface Text {
  readonly kind: 'text';
  readonly text: string;
  readonly isQuoted: boolean;
  readonly at: Span;
}

export const operators = ['>=', '<=', ':', '~', '>', '<'] as const;
export type Operator = (typeof operators)[number];

/** A place in the text of a query, in characters from 0. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export const everything: Query = { kind: 'everything' };

/** Something in the text of a query that cannot be understood. */
export class QueryError extends Error {
  override readonly name = 'QueryError';
  readonly position: Span;
  /** What to put in that place instead. */
  readonly suggestion: string | undefined;

  constructor(message: string, position: Span, suggestion?: string) {
    super(message);
    this.position = position;
    this.suggestion = suggestion;
  }
}
