import { Hono } from 'hono';
import { priorities } from '#alert/priority.ts';
import { bucketLengthMs } from '#journal/bucket-length.ts';
import { countedDimensions, type CountedDimension, type Selection, type Tally } from '#journal/counting.ts';
import type { DimensionTally, Exactness, ValueCount } from '#journal/counting.ts';
import type { Journal } from '#journal/journal.ts';
import { nearest } from '#kit/nearest.ts';
import { withoutField } from '#query/edit-query.ts';
import { ApiFailure } from './api-failure.ts';
import type { ShownQuery } from './audit-records.ts';
import { facetsQuery, histogramQuery, type Facets, type Histogram } from './contract/counts.ts';
import { selectionOf } from './selection.ts';

export interface CountsParts {
  readonly journal: Pick<Journal, 'tally'>;
  readonly shown: ShownQuery;
}

/** Alerts over time, and by what they say. */
export function countsRoutes({ journal, shown }: CountsParts): Hono {
  const api = new Hono();

  api.get('/histogram', async (context) => {
    const { buckets, ...selected } = histogramQuery.parse(context.req.query());
    if (selected.until <= selected.from) throw new ApiFailure(400, '"until" must be later than "from"');
    const bucketMs = bucketLengthMs(selected.until - selected.from, buckets);
    const tally = await journal.tally({ ...selectionOf(selected, shown), by: ['priority'], bucketMs });
    return context.json(histogramOf(tally, bucketMs));
  });

  api.get('/facets', async (context) => {
    const { by, contains = '', limit, ...selected } = facetsQuery.parse(context.req.query());
    const selection = selectionOf(selected, shown);
    const dimensions = by.split(',').map(dimensionOf);
    const [whole, tallies] = await Promise.all([
      journal.tally({ ...selection, by: [] }),
      Promise.all(tallyAll(journal, selection, dimensions)),
    ]);
    const counted = new Map(tallies.flatMap((tally) => tally.dimensions).map((each) => [each.dimension, each]));
    const answer: Facets = {
      ...exactnessOf([whole, ...tallies]),
      total: whole.total,
      facets: dimensions.flatMap((dimension) => {
        const values = counted.get(dimension);
        return values ? [facetOf(values, contains.toLowerCase(), limit)] : [];
      }),
    };
    return context.json(answer);
  });

  return api;
}

function histogramOf(tally: Tally, bucketMs: number): Histogram {
  const [byPriority] = tally.dimensions;
  const values = new Map((byPriority?.values ?? []).map((value) => [value.value, value]));
  return {
    ...exactnessOf([tally]),
    startMs: tally.startMs,
    bucketMs,
    series: priorities.flatMap((priority) => {
      const value = values.get(priority);
      return value ? [{ priority, counts: [...(value.buckets ?? [])], total: value.count }] : [];
    }),
    total: tally.total,
  };
}

/** Those whose own condition is not in the query are counted together. */
function tallyAll(
  journal: CountsParts['journal'],
  selection: Selection,
  dimensions: readonly CountedDimension[],
): readonly Promise<Tally>[] {
  const queries = new Map<string, { query: Selection['query']; by: CountedDimension[] }>();
  for (const dimension of new Set(dimensions)) {
    const query = withoutField(selection.query, dimension);
    const key = JSON.stringify(query);
    const known = queries.get(key);
    if (known) known.by.push(dimension);
    else queries.set(key, { query, by: [dimension] });
  }
  return [...queries.values()].map(({ query, by }) => journal.tally({ ...selection, query, by }));
}

function facetOf({ dimension, values }: DimensionTally, contains: string, limit: number): Facets['facets'][number] {
  const wanted = values.filter(({ value }) => value.toLowerCase().includes(contains));
  const sorted = wanted.toSorted(dimension === 'priority' ? byUrgency : byCount);
  const shown = sorted.slice(0, limit);
  const others = sorted.slice(limit);
  return {
    dimension,
    values: shown.map(({ value, count }) => ({ value, count })),
    otherValues: others.length,
    otherCount: others.reduce((sum, { count }) => sum + count, 0),
  };
}

/** Most frequent first, then by name. */
export function byCount(a: ValueCount, b: ValueCount): number {
  return b.count - a.count || (a.value < b.value ? -1 : 1);
}

function byUrgency(a: ValueCount, b: ValueCount): number {
  const names: readonly string[] = priorities;
  return names.indexOf(a.value) - names.indexOf(b.value);
}

function exactnessOf(parts: readonly Exactness[]): Exactness {
  const starts = parts.flatMap(({ countedFromMs }) => countedFromMs ?? []);
  return {
    isExact: parts.every(({ isExact }) => isExact),
    ...(starts.length > 0 && { countedFromMs: Math.max(...starts) }),
  };
}

function dimensionOf(name: string): CountedDimension {
  const found = countedDimensions.find((each) => each === name.trim());
  if (found) return found;
  const suggestion = nearest(name.trim(), countedDimensions);
  throw new ApiFailure(
    400,
    `Alerts are not counted by ${JSON.stringify(name)}, but by ${countedDimensions.join(', ')}`,
    {
      ...(suggestion !== undefined && { suggestion }),
    },
  );
}
