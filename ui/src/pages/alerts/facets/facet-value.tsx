import { Minus, Plus } from 'lucide-react';
import type { MouseEvent, ReactNode } from 'react';
import { parsePriority } from '#alert/priority.ts';
import type { Dimension } from '#ui/api/contract.ts';
import { classNames } from '#ui/design/class-names.ts';
import { formatCount } from '#ui/design/count.tsx';
import { PriorityLabel } from '#ui/design/priority-mark.tsx';
import { visibleText } from '#ui/design/visible-text.ts';
import { isMachineWritten } from './facet-names.ts';

interface FacetValueProps {
  readonly dimension: Dimension;
  readonly value: string;
  readonly count: number | undefined;
  readonly isIncluded: boolean;
  readonly isExcluded: boolean;
  readonly onInclude: () => void;
  readonly onExclude: () => void;
}

/** A value with its number. A click asks for it, with Alt it is left out; the two small buttons do the same. */
export function FacetValue(props: FacetValueProps): ReactNode {
  const { dimension, value, count, isIncluded, isExcluded, onInclude, onExclude } = props;
  const name = value === '' ? 'none' : visibleText(value);
  const choose = (event: MouseEvent) => {
    if (event.altKey || isExcluded) onExclude();
    else onInclude();
  };
  return (
    <li className={classNames('facet-value', isIncluded && 'facet-value--in', isExcluded && 'facet-value--out')}>
      <button type="button" className="facet-value__name" title={name} aria-pressed={isIncluded} onClick={choose}>
        <Name dimension={dimension} value={value} name={name} />
        {isExcluded && <span className="only-read-out">, left out</span>}
      </button>
      <span className="facet-value__count">{isExcluded ? 'left out' : count !== undefined && formatCount(count)}</span>
      <span className="facet-value__actions">
        <button type="button" aria-label={`Only ${name}`} title="Only this" onClick={onInclude}>
          <Plus className="icon icon--small" aria-hidden="true" />
        </button>
        <button type="button" aria-label={`Without ${name}`} title="Without this" onClick={onExclude}>
          <Minus className="icon icon--small" aria-hidden="true" />
        </button>
      </span>
    </li>
  );
}

function Name({ dimension, value, name }: { dimension: Dimension; value: string; name: string }): ReactNode {
  const priority = dimension === 'priority' ? parsePriority(value) : undefined;
  if (priority) return <PriorityLabel priority={priority} size={16} />;
  const isMono = isMachineWritten(dimension) && value !== '';
  return <span className={classNames('cut', isMono && 'mono', value === '' && 'faint')}>{name}</span>;
}
