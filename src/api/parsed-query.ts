import { parseQuery } from '#query/parse-query.ts';
import { QueryError, type Query } from '#query/query.ts';
import { ApiFailure } from './api-failure.ts';

/** @throws ApiFailure with 400 that says where in the text something is wrong, and what may have been meant */
export function parsedQuery(text: string): Query {
  try {
    return parseQuery(text);
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    const { message, position, suggestion } = error;
    const { start, end } = position;
    throw new ApiFailure(400, message, {
      position: { start, end },
      ...(suggestion !== undefined && { suggestion }),
    });
  }
}
