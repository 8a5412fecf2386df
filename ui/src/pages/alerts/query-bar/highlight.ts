import { QueryError } from '#query/query.ts';
import { tokensOf, type Token } from '#query/tokens.ts';

export type PieceKind = 'space' | 'not' | 'field' | 'operator' | 'value' | 'keyword' | 'text' | 'sign';

export interface Piece {
  readonly kind: PieceKind;
  readonly text: string;
  readonly start: number;
}

/** Pieces that belong together: a field with its value, a word, a space. */
export interface Chip {
  readonly isTerm: boolean;
  readonly isNegated: boolean;
  readonly start: number;
  readonly pieces: readonly Piece[];
}

/** The text of a query in coloured pieces. All of it: put together again, they are the text. */
export function highlight(text: string): readonly Chip[] {
  const chips: Chip[] = [];
  let at = 0;
  let open: Piece[] = [];
  const close = () => {
    if (open.length > 0) chips.push(chipOf(open));
    open = [];
  };
  for (const token of readTokens(text)) {
    if (token.at.start > at) {
      close();
      chips.push(chipOf([{ kind: 'space', text: text.slice(at, token.at.start), start: at }]));
    }
    open.push(...piecesOf(token, text, open.at(-1)));
    at = token.at.end;
  }
  close();
  if (at < text.length) chips.push(chipOf([{ kind: 'text', text: text.slice(at), start: at }]));
  return chips;
}

/** Up to what cannot be read. */
function readTokens(text: string): readonly Token[] {
  try {
    return tokensOf(text);
  } catch (error) {
    if (error instanceof QueryError) return readTokens(text.slice(0, error.position.start));
    throw error;
  }
}

function piecesOf(token: Token, text: string, before: Piece | undefined): readonly Piece[] {
  const { start, end } = token.at;
  const whole = text.slice(start, end);
  if (token.kind === 'field') {
    const { length } = token.name;
    return [
      { kind: 'field', text: whole.slice(0, length), start },
      { kind: 'operator', text: whole.slice(length), start: start + length },
    ];
  }
  if (token.kind === 'minus') return [{ kind: 'not', text: whole, start }];
  if (token.kind === 'open' || token.kind === 'close') return [{ kind: 'sign', text: whole, start }];
  const isKeyword = token.kind === 'word' && /^(?:and|or|not)$/i.test(token.text) && before?.kind !== 'operator';
  if (isKeyword) return [{ kind: 'keyword', text: whole, start }];
  return [{ kind: before?.kind === 'operator' ? 'value' : 'text', text: whole, start }];
}

function chipOf(pieces: readonly Piece[]): Chip {
  const [first] = pieces;
  return {
    isTerm: first?.kind !== 'space' && first?.kind !== 'keyword' && first?.kind !== 'sign',
    isNegated: first?.kind === 'not' || pieces.some(({ kind, text }) => kind === 'operator' && text === '!='),
    start: first?.start ?? 0,
    pieces,
  };
}
