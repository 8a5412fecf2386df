import type { ReactNode } from 'react';
import type { Span } from '#query/query.ts';
import { classNames } from '#ui/design/class-names.ts';
import { highlight, type Piece } from './highlight.ts';

interface QueryTextProps {
  readonly text: string;
  /** What is wrong. */
  readonly bad?: Span | undefined;
}

/** A query with its fields and values told apart. */
export function QueryText({ text, bad }: QueryTextProps): ReactNode {
  return highlight(text).map((chip) => (
    <span
      key={chip.start}
      className={classNames(chip.isTerm && 'query-chip', chip.isTerm && chip.isNegated && 'query-chip--not')}
    >
      {chip.pieces.map((piece) => (
        <span
          key={piece.start}
          className={classNames(`query-piece--${piece.kind}`, bad && overlaps(piece, bad) && 'query-piece--bad')}
        >
          {piece.text}
        </span>
      ))}
    </span>
  ));
}

function overlaps({ start, text }: Piece, bad: Span): boolean {
  return start < Math.max(bad.end, bad.start + 1) && start + text.length > bad.start;
}
