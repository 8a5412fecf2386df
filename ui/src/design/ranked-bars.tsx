import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { formatCount } from './count.tsx';
import { Delta } from './delta.tsx';
import { visibleText } from './visible-text.ts';
import './ranked-bars.css';

export interface Ranked {
  readonly name: string;
  readonly count: number;
  /** In the period before; without it no change is shown. */
  readonly before?: number;
  /** The name is a word of ours: for what has no name of its own. */
  readonly isUnnamed?: boolean;
}

interface RankedBarsProps {
  readonly label: string;
  readonly rows: readonly Ranked[];
  /** Names that came from a machine: hosts, namespaces. */
  readonly isMono?: boolean;
  readonly onChoose: (row: Ranked) => void;
}

/** The most frequent first: the bar behind the name, the figure, the change. Each row filters. */
export function RankedBars({ label, rows, isMono, onChoose }: RankedBarsProps): ReactNode {
  const highest = Math.max(1, ...rows.map(({ count }) => count));
  return (
    <ol className="ranked-bars" aria-label={label}>
      {rows.map((row) => (
        <li key={row.name}>
          <button
            type="button"
            className="ranked-bars__row"
            title={visibleText(row.name)}
            onClick={() => onChoose(row)}
          >
            <span className="ranked-bars__name">
              <i className="ranked-bars__bar" style={{ '--share': row.count / highest }} />
              <span className={classNames('ranked-bars__text cut', isMono && !row.isUnnamed && 'mono')}>
                {visibleText(row.name)}
              </span>
            </span>
            <span className="figure">{formatCount(row.count)}</span>
            {row.before !== undefined && <Delta now={row.count} before={row.before} />}
          </button>
        </li>
      ))}
    </ol>
  );
}
