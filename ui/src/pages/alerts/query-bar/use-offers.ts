import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { facetsQuery, type Selection } from '#ui/api/alerts.ts';
import { useApi } from '#ui/api/api-context.ts';
import type { Dimension, Entry } from '#ui/api/contract.ts';
import { formatCount } from '#ui/design/count.tsx';
import { fieldText } from '../list/field-value.ts';
import {
  dimensionOf,
  offerFields,
  offerPriorities,
  offerValues,
  typingAt,
  type Offer,
  type Typing,
} from './completion.ts';

const dimensions = [
  'priority',
  'rule',
  'source',
  'hostname',
  'namespace',
  'cluster',
  'workload',
  'process',
  'user',
  'tag',
] as const satisfies readonly Dimension[];

interface OffersAsked {
  readonly text: string;
  readonly caret: number;
  readonly isOpen: boolean;
  /** Where values are looked for: the time of the page, whatever its query. */
  readonly selection: Selection;
  /** Alerts in sight: their fields and values are offered, too. */
  readonly entries: readonly Entry[];
}

/** What may be meant at the caret. */
export function useOffers({ text, caret, isOpen, selection, entries }: OffersAsked) {
  const typing = typingAt(text, caret);
  const dimension = typing.kind === 'value' ? dimensionOf(typing.field, dimensions) : undefined;
  const isCounted = isOpen && dimension !== undefined && dimension !== 'priority';
  const { data } = useQuery({
    ...facetsQuery(useApi(), { ...selection, query: '' }, { by: dimension ?? '', contains: typing.prefix, limit: 10 }),
    enabled: isCounted,
  });
  const counted = isCounted ? data?.facets.find((facet) => facet.dimension === dimension)?.values : undefined;
  const fields = useMemo(() => fieldsOf(isOpen ? entries : []), [isOpen, entries]);
  return { typing, offers: isOpen ? offersFor(typing, dimension, counted, fields) : [] };
}

type Fields = ReadonlyMap<string, ReadonlySet<string>>;

function offersFor(
  typing: Typing,
  dimension: string | undefined,
  counted: readonly { readonly value: string; readonly count: number }[] | undefined,
  fields: Fields,
): readonly Offer[] {
  if (typing.kind === 'field') return offerFields(typing, [...fields.keys()].toSorted());
  if (dimension === 'priority') return offerPriorities(typing);
  const seen = [...(fields.get(typing.field) ?? [])].map((value) => ({ value }));
  return offerValues(typing, counted ?? seen, formatCount);
}

const mostEntries = 200;
const mostValues = 40;

function fieldsOf(entries: readonly Entry[]): Fields {
  const fields = new Map<string, Set<string>>();
  for (const { alert } of entries.slice(0, mostEntries)) {
    for (const [name, value] of Object.entries(alert.output_fields)) {
      const values = fields.get(name) ?? new Set();
      fields.set(name, values);
      const text = fieldText(value);
      if (values.size < mostValues && text !== '') values.add(text);
    }
  }
  return fields;
}
