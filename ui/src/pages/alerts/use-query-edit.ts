import { useCallback, useMemo } from 'react';
import { toggleExcluded, toggleIncluded } from '#query/edit-query.ts';
import { parseQuery } from '#query/parse-query.ts';
import { printQuery } from '#query/print-query.ts';
import { everything, QueryError, type Query } from '#query/query.ts';
import { toggleWith, toggleWithout, withoutPresence } from './presence.ts';
import { useAlertsSearch } from './use-alerts-search.ts';

export interface QueryEdit {
  readonly text: string;
  readonly query: Query;
  /** What is wrong with the text; then `query` is everything. */
  readonly error: QueryError | undefined;
  readonly set: (text: string) => void;
  /** Asks for a value, and takes that back; `''` stands for none. */
  readonly include: (field: string, value: string) => void;
  readonly exclude: (field: string, value: string) => void;
}

/** The query of the page, and what buttons beside values do to it. Each is one step in the history. */
export function useQueryEdit(): QueryEdit {
  const { search, change } = useAlertsSearch();
  const text = search.q ?? '';
  const { query, error } = useMemo(() => read(text), [text]);
  const set = useCallback((q: string) => change({ q: q === '' ? undefined : q }), [change]);
  return useMemo(
    () => ({
      text,
      query,
      error,
      set,
      include: (field, value) => set(printQuery(included(query, field, value))),
      exclude: (field, value) => set(printQuery(excluded(query, field, value))),
    }),
    [text, query, error, set],
  );
}

export function read(text: string): { readonly query: Query; readonly error: QueryError | undefined } {
  try {
    return { query: parseQuery(text), error: undefined };
  } catch (error) {
    if (error instanceof QueryError) return { query: everything, error };
    throw error;
  }
}

function included(query: Query, field: string, value: string): Query {
  return value === '' ? toggleWithout(query, field) : toggleIncluded(withoutPresence(query, field), field, value);
}

function excluded(query: Query, field: string, value: string): Query {
  return value === '' ? toggleWith(query, field) : toggleExcluded(query, field, value);
}
