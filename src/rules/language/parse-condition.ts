import type { CheckExpression, Expression, FieldOperand, Position } from './expression.ts';
import { ConditionSyntaxError } from './expression.ts';
import { Lexer } from './lexer.ts';
import { listOperators, modifiers, numericOperators, operators, quotedList, stringOperators } from './operators.ts';
import { OperandParser } from './parse-operand.ts';

/** How deep Falco lets the grammar's rules nest; a parenthesis costs five. */
export const maxDepth = 1000;

/**
 * Reads a condition as Falco 0.44 does, error texts and positions included.
 * @throws ConditionSyntaxError
 */
export function parseCondition(condition: string, limits = { maxDepth }): Expression {
  return new ConditionParser(new Lexer(condition), limits.maxDepth).condition();
}

class ConditionParser extends OperandParser {
  condition(): Expression {
    if (this.lexer.bytes.length === 0) this.lexer.fail('filter input string is empty');
    const expression = this.or();
    if (!this.lexer.isAtEnd) {
      this.lexer.fail(`unexpected token after '${this.lexer.lastToken}', expecting 'or', 'and'`);
    }
    return expression;
  }

  or(): Expression {
    return this.nested(() => this.chain('or', () => this.and()));
  }

  and(): Expression {
    return this.nested(() => this.chain('and', () => this.not()));
  }

  chain(kind: 'and' | 'or', operand: () => Expression): Expression {
    const { position } = this.lexer;
    this.lexer.blank();
    const first = operand();
    const children = [first];
    this.lexer.blank();
    while (this.lexer.text(kind)) {
      children.push(this.isBlankBehind(kind) ? operand() : this.embedded());
      this.lexer.blank();
    }
    return children.length > 1 ? { kind, children, position } : first;
  }

  isBlankBehind(keyword: string): boolean {
    if (this.lexer.blank()) return true;
    if (!this.lexer.text('(')) this.lexer.fail(`expected blank or '(' after '${keyword}'`);
    return false;
  }

  not(): Expression {
    return this.nested(() => {
      const { position } = this.lexer;
      let isNegated = false;
      this.lexer.blank();
      while (this.lexer.pattern('not')) isNegated = !isNegated;
      const isEmbedded = this.lexer.text('not(');
      const child = isEmbedded ? this.embedded() : this.check();
      return isNegated === isEmbedded ? child : { kind: 'not', child, position };
    });
  }

  /** What follows an opening parenthesis. */
  embedded(): Expression {
    return this.nested(() => {
      this.lexer.blank();
      const child = this.or();
      this.lexer.blank();
      if (!this.lexer.text(')')) this.lexer.fail("expected a ')' token");
      return child;
    });
  }

  check(): Expression {
    return this.nested(() => {
      const { position } = this.lexer;
      this.lexer.blank();
      if (this.lexer.text('(')) return this.embedded();
      const left = this.tryField(position) ?? this.tryTransformer(position);
      if (left !== undefined) return this.comparison(left, position);
      if (this.lexer.pattern('identifier')) return { kind: 'identifier', name: this.lexer.lastToken, position };
      return this.lexer.fail("expected a '(' token, a field check, or an identifier");
    });
  }

  comparison(left: FieldOperand, position: Position): Expression {
    return this.nested(() => {
      this.lexer.blank();
      if (this.lexer.text('exists')) return { kind: 'exists', left, position };
      this.lexer.blank();
      const numeric = this.lexer.operator(numericOperators, false);
      if (numeric !== undefined) return { kind: 'check', left, operator: numeric, right: this.number(), position };
      const textual = this.stringComparison(left, position);
      if (textual !== undefined) return textual;
      const list = this.lexer.operator(listOperators, false);
      if (list !== undefined) return { kind: 'check', left, operator: list, right: this.listOrTransformer(), position };
      return this.lexer.fail(`expected a valid check operator: one of ${quotedList(operators)}`);
    });
  }

  stringComparison(left: FieldOperand, position: Position): CheckExpression | undefined {
    const operator = this.lexer.operator(stringOperators, true);
    if (operator === undefined) return undefined;
    const isWord = /^[a-z]/.test(operator);
    const isBlankBehind = isWord || this.lexer.blank();
    const before = this.lexer.mark();
    const modifier = isBlankBehind ? this.lexer.operator(modifiers, true) : undefined;
    if (modifier !== undefined && this.isListNext()) {
      return { kind: 'check', left, operator, modifier, right: this.list(), position };
    }
    this.lexer.reset(before);
    return { kind: 'check', left, operator, right: this.textOrTransformer(), position };
  }

  /** `= oneof and …` compares with the text `oneof`; a list or its name makes it a modifier. */
  isListNext(): boolean {
    if (this.lexer.startsWith('(')) return true;
    const isKeyword = ['and', 'or', 'not'].some(
      (keyword) => this.lexer.startsWith(keyword) && !/[a-zA-Z0-9]/.test(this.lexer.peek(keyword.length)),
    );
    return !isKeyword && /[a-zA-Z]/.test(this.lexer.peek());
  }
}

/** Whether a text is a field or a transformer, as in the `fields` of an exception. */
export function parseFieldOperand(text: string): FieldOperand {
  const parser = new OperandParser(new Lexer(text), maxDepth);
  const { position } = parser.lexer;
  const operand = parser.tryField(position) ?? parser.tryTransformer(position);
  if (operand === undefined)
    throw new ConditionSyntaxError(`unexpected token after '${parser.lexer.lastToken}`, position);
  return operand;
}
