import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useApi } from '#ui/api/api-context.ts';
import type { View } from '#ui/api/contract.ts';
import { viewsQuery } from '#ui/api/views.ts';
import { parseSearch } from '#ui/app/search-text.ts';

/** A page that views can be kept of. */
export interface ViewedPage {
  readonly page: View['page'];
  /** For people: `Alerts`. */
  readonly title: string;
  /** What of it a view keeps, for people. */
  readonly kept: string;
  /** The part of the URL that a view keeps: not what is open at the moment. */
  readonly text: string;
  /** The id of the view that was chosen. */
  readonly chosen: string | undefined;
  /** Somebody came for what is open beside it. */
  readonly hasDetail: boolean;
  readonly open: (view: View, isReplacing?: boolean) => void;
  /** Says in the URL that this is the view that is seen. */
  readonly choose: (id: string) => void;
}

export interface ChosenView {
  readonly views: readonly View[];
  readonly chosen: View | undefined;
  /** Something differs from the chosen view. */
  readonly isEdited: boolean;
}

export function useViews({ page, text, chosen: id }: ViewedPage): ChosenView {
  const { data } = useQuery(viewsQuery(useApi()));
  return useMemo(() => {
    const views = (data?.views ?? []).filter((view) => view.page === page);
    const chosen = views.find((view) => view.id === id);
    return { views, chosen, isEdited: chosen !== undefined && !isSame(chosen.search, text) };
  }, [data, page, id, text]);
}

function isSame(one: string, other: string): boolean {
  const sorted = (text: string) =>
    JSON.stringify(Object.entries(parseSearch(text)).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return sorted(one) === sorted(other);
}
