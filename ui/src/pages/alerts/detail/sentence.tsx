import type { ReactNode } from 'react';
import { visibleText } from '#ui/design/visible-text.ts';
import type { Entry } from '#ui/api/contract.ts';
import { whatHappened } from '../list/field-value.ts';
import { sentenceOf } from './sentence-of.ts';

/** What happened in one sentence, made from the fields; the rule's own words below it. */
export function Sentence({ entry }: { readonly entry: Entry }): ReactNode {
  const parts = sentenceOf(entry);
  const told = visibleText(whatHappened(entry));
  if (parts.length === 0) return <p className="alert-detail__sentence">{told}</p>;
  return (
    <>
      <p className="alert-detail__sentence">
        {parts.map((part, index) => {
          const key = `${index}-${part.text}`;
          return part.isQuoted ? <code key={key}>{visibleText(part.text)}</code> : <span key={key}>{part.text}</span>;
        })}
      </p>
      <p className="alert-detail__told">{told}</p>
    </>
  );
}
