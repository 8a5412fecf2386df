import type { Selection } from '#journal/counting.ts';
import { parsedQuery } from './parsed-query.ts';

/** The parameters of `selectionQuery` as the journal takes them. @throws ApiFailure for a query that cannot be understood */
export function selectionOf({
  query = '',
  from,
  until,
}: {
  readonly query?: string | undefined;
  readonly from?: number | undefined;
  readonly until?: number | undefined;
}): Selection {
  return {
    query: parsedQuery(query),
    ...(from !== undefined && { fromMs: from }),
    ...(until !== undefined && { untilMs: until }),
  };
}
