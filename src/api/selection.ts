import type { Selection } from '#journal/counting.ts';
import type { ShownQuery } from './audit-records.ts';
import { parsedQuery } from './parsed-query.ts';

export interface SelectionParameters {
  readonly query?: string | undefined;
  readonly from?: number | undefined;
  readonly until?: number | undefined;
}

/** The parameters of `selectionQuery` as the journal takes them. @throws ApiFailure for a query that cannot be understood */
export function selectionOf({ query = '', from, until }: SelectionParameters, shown: ShownQuery): Selection {
  return {
    query: shown(parsedQuery(query)),
    ...(from !== undefined && { fromMs: from }),
    ...(until !== undefined && { untilMs: until }),
  };
}
