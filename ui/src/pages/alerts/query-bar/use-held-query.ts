import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';

interface HeldQuery {
  readonly held: string;
  readonly hold: (text: string, isReplacing: boolean) => void;
}

/** The query in the URL, on whatever page the bar stands. */
export function useHeldQuery(): HeldQuery {
  const search = useSearch({ strict: false });
  const navigate = useNavigate();
  const hold = useCallback(
    (text: string, isReplacing: boolean) => {
      const q = text.trim() === '' ? undefined : text;
      void navigate({ to: '.', search: (before) => ({ ...before, q }), replace: isReplacing });
    },
    [navigate],
  );
  return { held: search.q ?? '', hold };
}
