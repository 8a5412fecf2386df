/**
 * The syntax tree of a condition. Its texts are JavaScript strings; a byte that is no UTF-8 (`"\xff"`) is the lone
 * surrogate U+DC80 + (byte - 0x80), see `byte-text.ts`.
 */

/** A place in the text of a condition, counted as Falco counts: `offset` in bytes from 0, `line` and `column` from 1. */
export interface Position {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

export type Expression = AndExpression | OrExpression | NotExpression | CheckExpression | ExistsExpression | Identifier;

export interface AndExpression {
  readonly kind: 'and';
  readonly children: readonly Expression[];
  readonly position: Position;
}

export interface OrExpression {
  readonly kind: 'or';
  readonly children: readonly Expression[];
  readonly position: Position;
}

export interface NotExpression {
  readonly kind: 'not';
  readonly child: Expression;
  readonly position: Position;
}

/** `ka.verb = create`, `ka.target.name startswith oneof (a, b)`. */
export interface CheckExpression {
  readonly kind: 'check';
  readonly left: FieldOperand;
  readonly operator: BinaryOperator;
  readonly modifier?: Modifier;
  readonly right: RightOperand;
  readonly position: Position;
}

/** `ka.user.name exists`. */
export interface ExistsExpression {
  readonly kind: 'exists';
  readonly left: FieldOperand;
  readonly position: Position;
}

/** The name of a macro. */
export interface Identifier {
  readonly kind: 'identifier';
  readonly name: string;
  readonly position: Position;
}

export type FieldOperand = Field | Transformer;

export type RightOperand = Value | ValueList | Transformer;

/** What a transformer takes. */
export type TransformerArgument = Field | Transformer | Value | OperandList;

/** `ka.verb`, `json.value[/a/b]`. */
export interface Field {
  readonly kind: 'field';
  readonly name: string;
  readonly argument?: string;
  readonly position: Position;
}

/** `tolower(ka.verb)`, `val(ka.user.name)`, `getopt(proc.args, "n:")[n]`. */
export interface Transformer {
  readonly kind: 'transformer';
  readonly name: string;
  readonly arguments: readonly TransformerArgument[];
  /** What stands in brackets behind the closing parenthesis. */
  readonly selector?: string;
  readonly position: Position;
}

/** A constant: a word, a number or a text without its quotes. */
export interface Value {
  readonly kind: 'value';
  readonly value: string;
  readonly position: Position;
}

/** The constants in parentheses behind `in` and its like. */
export interface ValueList {
  readonly kind: 'list';
  readonly values: readonly string[];
  readonly position: Position;
}

/** A list as an argument of a transformer: `join(",", (ka.verb, "x"))`. */
export interface OperandList {
  readonly kind: 'operands';
  readonly items: readonly TransformerArgument[];
  readonly position: Position;
}

export type Modifier = 'oneof' | 'anyof' | 'allof';

export type BinaryOperator = NumericOperator | StringOperator | ListOperator;
export type NumericOperator = '<' | '<=' | '>' | '>=';
export type StringOperator =
  | '='
  | '=='
  | '!='
  | 'glob'
  | 'iglob'
  | 'contains'
  | 'icontains'
  | 'bcontains'
  | 'startswith'
  | 'bstartswith'
  | 'endswith'
  | 'regex';
export type ListOperator = 'in' | 'intersects' | 'pmatch';

/** A condition that does not follow the grammar. `position` is where the reader stood. */
export class ConditionSyntaxError extends Error {
  override readonly name = 'ConditionSyntaxError';
  readonly position: Position;

  constructor(message: string, position: Position) {
    super(message);
    this.position = position;
  }
}

/** A condition whose fields, types, operators or constants do not fit together. `position` is the check's. */
export class ConditionCompileError extends Error {
  override readonly name = 'ConditionCompileError';
  readonly position: Position;

  constructor(message: string, position: Position) {
    super(message);
    this.position = position;
  }
}
