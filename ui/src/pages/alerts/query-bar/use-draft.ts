import { useCallback, useEffect, useRef, useState } from 'react';
import type { QueryError } from '#query/query.ts';
import { useHeldQuery } from './use-held-query.ts';
import { read } from '../use-query-edit.ts';

const quietMs = 250;

interface Draft {
  readonly text: string;
  readonly error: QueryError | undefined;
  readonly type: (text: string) => void;
  /** Ends the typing: what is written holds at once. */
  readonly commit: () => void;
}

/**
 * The query while it is typed. It holds when nothing was typed for a moment and it can be read; until it is committed, all of
 * the typing is one step in the history.
 */
export function useDraft(): Draft {
  const { held, hold: write } = useHeldQuery();
  const [text, setText] = useState(held);
  const isTyping = useRef(false);
  const hasStep = useRef(false);
  const { error } = read(text);

  useEffect(() => {
    if (!isTyping.current) setText(held);
  }, [held]);

  const hold = useCallback(() => {
    if (text === held || read(text).error) return;
    write(text, hasStep.current);
    hasStep.current = true;
  }, [text, held, write]);

  useEffect(() => {
    if (!isTyping.current) return undefined;
    const timer = setTimeout(hold, quietMs);
    return () => clearTimeout(timer);
  }, [hold]);

  const type = useCallback((typed: string) => {
    isTyping.current = true;
    setText(typed);
  }, []);
  const commit = useCallback(() => {
    if (isTyping.current) hold();
    isTyping.current = false;
    hasStep.current = false;
  }, [hold]);
  return { text, error, type, commit };
}
