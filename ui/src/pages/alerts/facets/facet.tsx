import { useQuery } from '@tanstack/react-query';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { chosenValues } from '#query/edit-query.ts';
import type { Query } from '#query/query.ts';
import { facetsQuery, type Selection } from '#ui/api/alerts.ts';
import { useApi } from '#ui/api/api-context.ts';
import type { Facets } from '#ui/api/contract.ts';
import { usePreferences } from '#ui/app/preferences.tsx';
import { formatCount } from '#ui/design/count.tsx';
import { Input } from '#ui/design/field.tsx';
import { presenceIn } from '../presence.ts';
import { useQueryEdit } from '../use-query-edit.ts';
import { dimensionNames } from './facet-names.ts';
import { FacetValue } from './facet-value.tsx';

type FacetAnswer = Facets['facets'][number];

interface FacetProps {
  readonly facet: FacetAnswer;
  readonly selection: Required<Selection>;
}

const searchableFrom = 8;
const mostValues = 50;

/** One dimension: its most frequent values, and on demand all of them. */
export function Facet({ facet, selection }: FacetProps): ReactNode {
  const { dimension, values, otherValues } = facet;
  const { preferences, change } = usePreferences();
  const [isWhole, setWhole] = useState(false);
  const folded = preferences.foldedFacets;
  const isFolded = folded.includes(dimension);
  const fold = () => {
    change({ foldedFacets: isFolded ? folded.filter((name) => name !== dimension) : [...folded, dimension] });
  };
  const count = values.length + otherValues;
  const Arrow = isFolded ? ChevronRight : ChevronDown;
  if (count === 0) return null;
  return (
    <section className="facet">
      <h2>
        <button type="button" className="facet__head" aria-expanded={!isFolded} onClick={fold}>
          <Arrow className="icon" aria-hidden="true" />
          {dimensionNames[dimension]}
          {count > values.length && <small>{formatCount(count)}</small>}
        </button>
      </h2>
      {!isFolded && isWhole && <WholeFacet facet={facet} selection={selection} />}
      {!isFolded && !isWhole && <Values facet={facet} />}
      {!isFolded && otherValues > 0 && (
        <button type="button" className="facet__more" onClick={() => setWhole(!isWhole)}>
          {isWhole ? 'Fewer' : `${formatCount(otherValues)} more`}
        </button>
      )}
    </section>
  );
}

/** With a search within, for when there are many. */
function WholeFacet({ facet, selection }: FacetProps): ReactNode {
  const { dimension, values, otherValues } = facet;
  const [contains, setContains] = useState('');
  const asked = { by: dimension, limit: mostValues, ...(contains !== '' && { contains }) };
  const { data } = useQuery(facetsQuery(useApi(), selection, asked));
  const whole = data?.facets.find((other) => other.dimension === dimension);
  return (
    <>
      {values.length + otherValues >= searchableFrom && (
        <div className="facet__search">
          <Input
            type="search"
            value={contains}
            placeholder={`Search ${dimensionNames[dimension].toLowerCase()}s`}
            aria-label={`Search within ${dimensionNames[dimension]}`}
            onChange={(event) => setContains(event.target.value)}
          />
        </div>
      )}
      <Values facet={whole ?? facet} />
      {whole && whole.otherValues > 0 && (
        <p className="facet__rest">{formatCount(whole.otherValues)} more: search for them</p>
      )}
    </>
  );
}

/** Those that were chosen stay in sight, also when nothing has them. */
function Values({ facet: { dimension, values } }: { readonly facet: FacetAnswer }): ReactNode {
  const { query, include, exclude } = useQueryEdit();
  const { included, excluded } = chosenWithNone(query, dimension);
  const absent = [...included, ...excluded].filter((value) => !values.some((one) => one.value === value));
  const shown = [...values, ...absent.map((value) => ({ value, count: undefined }))];
  return (
    <ul>
      {shown.map(({ value, count }) => (
        <FacetValue
          key={value}
          dimension={dimension}
          value={value}
          count={count}
          isIncluded={included.includes(value)}
          isExcluded={excluded.includes(value)}
          onInclude={() => include(dimension, value)}
          onExclude={() => exclude(dimension, value)}
        />
      ))}
    </ul>
  );
}

function chosenWithNone(query: Query, dimension: FacetAnswer['dimension']) {
  const { included, excluded } = chosenValues(query, dimension);
  const { isAbsent, isPresent } = presenceIn(query, dimension);
  return { included: isAbsent ? [...included, ''] : included, excluded: isPresent ? [...excluded, ''] : excluded };
}
