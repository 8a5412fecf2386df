import { fromByteString } from '../language/byte-text.ts';
import { compileOperand } from '../language/compile/compile-operand.ts';
import type { Field, Transformer, TransformerArgument } from '../language/expression.ts';
import { Lexer, patterns } from '../language/lexer.ts';
import { OperandParser } from '../language/parse-operand.ts';
import type { FieldCatalog, FieldReader } from './field.ts';

/** A format cut into constant text and what is filled in. */
export type FormatPart = string | FormatSlot;

export interface FormatSlot {
  readonly operand: Field | Transformer;
  readonly read: FieldReader;
  readonly isList: boolean;
  /** How many bytes the value is cut or filled to; 0 leaves it as long as it is. */
  readonly width: number;
}

/** A format that Falco would refuse, in its words. */
export class FormatError extends Error {
  override readonly name = 'FormatError';
}

const maxDepth = 1000;
/** Longer than what anybody writes behind one percent sign. */
const maxSlotLength = 8192;
/** Wider than any message; Falco knows no limit and would fill the memory. */
const maxWidth = 65_536;

/**
 * @param format without the leading asterisk
 * @throws FormatError
 */
export function parseFormat(format: string, catalog: FieldCatalog): readonly FormatPart[] {
  const parts: FormatPart[] = [];
  let at = 0;
  for (let percent = format.indexOf('%'); percent >= 0; percent = format.indexOf('%', at)) {
    if (percent > at) parts.push(format.slice(at, percent));
    const start = skipWidth(format, percent + 1);
    const { slot, length } = readSlot(format.slice(start, start + maxSlotLength), catalog);
    const width = Math.min(Number(format.slice(percent + 1, start)), maxWidth);
    parts.push({ ...slot, width });
    at = start + length;
  }
  if (at < format.length) parts.push(format.slice(at));
  return parts;
}

function skipWidth(format: string, start: number): number {
  if (start === format.length) throw new FormatError('invalid formatting syntax: formatting cannot end with a %');
  let at = start;
  while (/[0-9]/.test(format.charAt(at))) at++;
  if (at === format.length) throw new FormatError('invalid formatting syntax: formatting cannot end with a number');
  return at;
}

interface FoundSlot {
  readonly slot: Omit<FormatSlot, 'width'>;
  readonly length: number;
}

/** The longest beginning of the text that is a field or a transformer: `%ka.verb.` is `%ka.verb` and a full stop. */
function readSlot(text: string, catalog: FieldCatalog): FoundSlot {
  for (const end of endsToTry(text)) {
    const found = tryRead(text.slice(0, end), catalog);
    if (found) return found;
  }
  throw new FormatError("unknown filter: unexpected token after '");
}

/** All of the text, then what is left without the brackets, then ever less of the name. */
function endsToTry(text: string): readonly number[] {
  patterns.fieldName.lastIndex = 0;
  const nameLength = patterns.fieldName.exec(text)?.[0].length;
  if (nameLength === undefined) return [text.length, closingParenthesis(text)];
  return [text.length, ...Array.from({ length: nameLength }, (_, less) => nameLength - less)];
}

/** A transformer whose brackets are no selector ends with its parenthesis. */
function closingParenthesis(text: string): number {
  const parser = new OperandParser(new Lexer(text.slice(0, text.indexOf(')[') + 1)), maxDepth);
  return withoutErrors(() => parser.tryTransformer(parser.lexer.position)) ? text.indexOf(')[') + 1 : 0;
}

function tryRead(text: string, catalog: FieldCatalog): FoundSlot | undefined {
  return withoutErrors(() => {
    const parser = new OperandParser(new Lexer(text), maxDepth);
    const { lexer } = parser;
    const operand = parser.tryField(lexer.position) ?? parser.tryTransformer(lexer.position);
    if (!operand) return undefined;
    const length = fromByteString(lexer.bytes.slice(0, lexer.position.offset)).length;
    const { read, isList } = compileOperand(operand, catalog);
    return { slot: { operand, read, isList }, length };
  });
}

/** Falco, too, takes every error for the end of the field, and tries with less. */
function withoutErrors<Result>(attempt: () => Result | undefined): Result | undefined {
  try {
    return attempt();
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
}

/** The fields an operand reads, in the order in which they are written. */
export function fieldsOf(operand: TransformerArgument): readonly Field[] {
  switch (operand.kind) {
    case 'field':
      return [operand];
    case 'transformer':
      return operand.arguments.flatMap(fieldsOf);
    case 'operands':
      return operand.items.flatMap(fieldsOf);
    case 'value':
      return [];
  }
}
