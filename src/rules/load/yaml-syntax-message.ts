import type { YAMLParseError } from 'yaml';

/** What Falco's YAML reader says, and where (in UTF-16 units), of what the reader here stumbles upon. */
export interface SyntaxMessage {
  readonly message: string;
  readonly position: number;
}

/** The two readers put errors into different classes; what has no counterpart keeps the words of the one used here. */
export function syntaxMessage({ code, message, pos: [position] }: YAMLParseError, text: string): SyntaxMessage {
  const byText = texts.find(({ pattern }) => pattern.test(message));
  if (byText !== undefined) return { message: byText.says, position: byText.isAtEnd === true ? text.length : position };
  if (code === 'BLOCK_AS_IMPLICIT_KEY') return { message: 'illegal map value', position: nextColon(text, position) };
  if (code === 'BAD_DQ_ESCAPE') {
    return { message: `unknown escape character: ${text.charAt(position + 1)}`, position: position + 1 };
  }
  return { message: codes[code] ?? message.charAt(0).toLowerCase() + message.slice(1), position };
}

const texts: readonly { readonly pattern: RegExp; readonly says: string; readonly isAtEnd?: true }[] = [
  { pattern: /^Flow sequence in block/, says: 'end of sequence flow not found' },
  { pattern: /^Flow map in block/, says: 'end of map flow not found' },
  { pattern: /^Missing closing/, says: 'illegal EOF in scalar', isAtEnd: true },
  { pattern: /^Sequence item without/, says: 'end of sequence not found' },
  { pattern: /^Implicit map keys need/, says: 'end of map not found' },
  { pattern: /block-seq-ind/, says: 'illegal block entry' },
  { pattern: /^Unexpected flow-(?:map|seq)-end/, says: 'illegal flow end' },
  { pattern: /^Unexpected scalar at node end/, says: 'end of map not found' },
];

const codes: Readonly<Record<string, string>> = {
  BAD_SCALAR_START: 'unknown token',
  TAB_AS_INDENT: 'illegal tab when looking for indentation',
  MULTIPLE_ANCHORS: 'cannot assign multiple anchors to the same node',
  MULTIPLE_TAGS: 'cannot assign multiple tags to the same node',
  MULTILINE_IMPLICIT_KEY: 'illegal map key',
};

function nextColon(text: string, position: number): number {
  const found = text.slice(position).search(/:(?:\s|$)/);
  return found < 0 ? position : position + found;
}
