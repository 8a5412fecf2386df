import type { ReactNode } from 'react';
import { priorities, type Priority } from '#alert/priority.ts';
import { formatCount } from '../count.tsx';
import { PriorityMark } from '../priority-mark.tsx';
import type { HistogramData } from './histogram-lanes.ts';

interface HistogramLegendProps {
  readonly data: HistogramData;
  readonly onChoose?: (priority: Priority) => void;
}

/** Exact numbers by priority. Each filters. */
export function HistogramLegend({ data, onChoose }: HistogramLegendProps): ReactNode {
  const shown = data.series
    .filter(({ total }) => total > 0)
    .toSorted((a, b) => priorities.indexOf(a.priority) - priorities.indexOf(b.priority));
  return (
    <ul className="histogram__legend" aria-label="Alerts by priority">
      {shown.map(({ priority, total }) => (
        <li key={priority}>
          <button type="button" title={`Only ${priority}`} onClick={() => onChoose?.(priority)}>
            <PriorityMark priority={priority} size={16} />
            <span className="histogram__legend-word">{priority}</span> <b>{formatCount(total)}</b>
          </button>
        </li>
      ))}
    </ul>
  );
}
