import type {
  Field,
  OperandList,
  Position,
  RightOperand,
  Transformer,
  TransformerArgument,
  Value,
  ValueList,
} from './expression.ts';
import { ConditionSyntaxError } from './expression.ts';
import type { Lexer } from './lexer.ts';
import { quotedList, transformerNames } from './operators.ts';

const rightTransformers = ['val', ...transformerNames];
const orTransformer = `or a field with a valid transformer: ${quotedList(rightTransformers)}`;

/** Reads what stands on the two sides of an operator. */
export class OperandParser {
  readonly lexer: Lexer;
  readonly maxDepth: number;
  #depth = 0;

  constructor(lexer: Lexer, maxDepth: number) {
    this.lexer = lexer;
    this.maxDepth = maxDepth;
  }

  /** Counts the nesting as Falco does, which also keeps the stack of calls small. */
  nested<Result>(read: () => Result): Result {
    if (++this.#depth >= this.maxDepth) this.lexer.fail(`exceeded max depth limit of ${this.maxDepth}`);
    try {
      return read();
    } finally {
      this.#depth--;
    }
  }

  tryField(position: Position): Field | undefined {
    if (!this.lexer.pattern('fieldName')) return undefined;
    const name = this.lexer.lastToken;
    const argument = this.nested(() => this.bracketed());
    return argument === undefined ? { kind: 'field', name, position } : { kind: 'field', name, argument, position };
  }

  tryTransformer(position: Position): Transformer | undefined {
    if (!this.lexer.call(transformerNames)) return undefined;
    return this.transformer(this.lexer.lastToken, position);
  }

  number(): RightOperand {
    return this.nested(() => {
      this.lexer.blank();
      const { position } = this.lexer;
      const transformer = this.transformerOrVal();
      if (transformer !== undefined) return transformer;
      return this.tryNumber(position) ?? this.lexer.fail(`expected a number value ${orTransformer}`);
    });
  }

  textOrTransformer(): RightOperand {
    return this.nested(() => {
      this.lexer.blank();
      const { position } = this.lexer;
      const transformer = this.transformerOrVal();
      if (transformer !== undefined) return transformer;
      return this.tryText(position) ?? this.lexer.fail(`expected a string value ${orTransformer}`);
    });
  }

  list(): Value | ValueList {
    return this.nested(() => {
      this.lexer.blank();
      const { position } = this.lexer;
      return this.tryList() ?? this.tryIdentifier(position) ?? this.lexer.fail('expected a list or an identifier');
    });
  }

  listOrTransformer(): RightOperand {
    return this.nested(() => {
      this.lexer.blank();
      const { position } = this.lexer;
      return (
        this.tryList() ??
        this.transformerOrVal() ??
        this.tryIdentifier(position) ??
        this.lexer.fail(`expected a list, an identifier, ${orTransformer}`)
      );
    });
  }

  private bracketed(): string | undefined {
    if (!this.lexer.text('[')) return undefined;
    if (!this.lexer.quoted() && !this.lexer.pattern('bareArgument')) {
      this.lexer.fail('expected a valid field argument: a quoted string or a bare string');
    }
    const argument = this.lexer.lastToken;
    if (!this.lexer.text(']')) this.lexer.fail("expected a ']' token");
    return argument;
  }

  /** What follows the opening parenthesis of a transformer. */
  private transformer(name: string, position: Position): Transformer {
    return this.nested(() => {
      const taken: TransformerArgument[] = [];
      this.lexer.blank();
      do {
        taken.push(this.argument(this.lexer.position));
        this.lexer.blank();
      } while (this.lexer.text(','));
      return this.closed(name, taken, position);
    });
  }

  private closed(name: string, taken: readonly TransformerArgument[], position: Position): Transformer {
    this.lexer.blank();
    if (!this.lexer.text(')')) this.lexer.fail("expected a ')' token closing the transformer");
    const selector = this.bracketed();
    const transformer = { kind: 'transformer', name, arguments: taken, position } as const;
    return selector === undefined ? transformer : { ...transformer, selector };
  }

  private argument(position: Position): TransformerArgument {
    return this.nested(() => {
      this.lexer.blank();
      const constant = this.tryNumber(position) ?? this.tryQuoted(position);
      if (constant !== undefined) return constant;
      if (this.lexer.text('(')) return this.operands(position);
      return (
        this.tryTransformer(position) ??
        this.tryField(position) ??
        this.lexer.fail(
          'expected field transformer argument: field, transformer, quoted string, number, or transformer list',
        )
      );
    });
  }

  private operands(position: Position): OperandList {
    const items: TransformerArgument[] = [];
    this.lexer.blank();
    if (this.lexer.text(')')) return { kind: 'operands', items, position };
    do {
      this.lexer.blank();
      items.push(this.listItem(position));
      this.lexer.blank();
    } while (this.lexer.text(','));
    if (!this.lexer.text(')')) this.lexer.fail("expected ')'");
    return { kind: 'operands', items, position };
  }

  private listItem(position: Position): TransformerArgument {
    return (
      this.tryField(position) ??
      this.tryTransformer(position) ??
      this.tryQuoted(position) ??
      this.tryNumber(position) ??
      this.lexer.fail('expected transformer list argument: field, transformer, quoted string, or number')
    );
  }

  private transformerOrVal(): Transformer | undefined {
    return this.nested(() => {
      this.lexer.blank();
      const { position } = this.lexer;
      return this.lexer.call(['val']) ? this.val(position) : this.tryTransformer(position);
    });
  }

  private val(position: Position): Transformer {
    this.lexer.blank();
    const field = this.tryField(this.lexer.position);
    if (field === undefined) return this.lexer.fail("expected a field within 'val' transformer");
    return this.closed('val', [field], position);
  }

  private tryList(): ValueList | undefined {
    const { position } = this.lexer;
    if (!this.lexer.text('(')) return undefined;
    this.lexer.blank();
    const values: string[] = [];
    const first = this.headOfList();
    if (first !== undefined) {
      values.push(first.value);
      this.lexer.blank();
      while (this.lexer.text(',')) {
        values.push(this.item().value);
        this.lexer.blank();
      }
    }
    if (!this.lexer.text(')')) this.lexer.fail("expected a ')' token");
    return { kind: 'list', values, position };
  }

  /** Whatever is wrong with the first constant, Falco then takes the list for an empty one. */
  private headOfList(): Value | undefined {
    try {
      return this.item();
    } catch (error) {
      if (error instanceof ConditionSyntaxError) return undefined;
      throw error;
    }
  }

  private item(): Value {
    return this.nested(() => {
      this.lexer.blank();
      return this.tryText(this.lexer.position) ?? this.lexer.fail('expected a string value');
    });
  }

  private tryText(position: Position): Value | undefined {
    if (!this.lexer.quoted() && !this.lexer.pattern('bareText')) return undefined;
    return { kind: 'value', value: this.lexer.lastToken, position };
  }

  private tryQuoted(position: Position): Value | undefined {
    return this.lexer.quoted() ? { kind: 'value', value: this.lexer.lastToken, position } : undefined;
  }

  private tryNumber(position: Position): Value | undefined {
    if (!this.lexer.pattern('hexNumber') && !this.lexer.pattern('number')) return undefined;
    return { kind: 'value', value: this.lexer.lastToken, position };
  }

  private tryIdentifier(position: Position): Value | undefined {
    return this.lexer.pattern('identifier') ? { kind: 'value', value: this.lexer.lastToken, position } : undefined;
  }
}
