import { useNavigate } from '@tanstack/react-router';
import { Grid3x3, Table2 } from 'lucide-react';
import { useMemo, useState, type MouseEvent, type ReactNode } from 'react';
import { Link } from '@tanstack/react-router';
import type { Overview } from '#ui/api/contract.ts';
import { searchOf } from '#ui/app/time-range.ts';
import { useTimeRange } from '#ui/app/use-time-range.tsx';
import { countOf, formatCount } from '#ui/design/count.tsx';
import { IconButton } from '#ui/design/icon-button.tsx';
import { Panel } from '#ui/design/panel.tsx';
import { attackColumns, heatOf, type AttackCell, type AttackColumn } from './attack-columns.ts';
import { AttackTable } from './attack-table.tsx';
import './attack-panel.css';

/** The matrix of ATT&CK, as far as the tags of rules speak of it: where this cluster is attacked, or its rules are loud. */
export function AttackPanel({ counts }: { readonly counts: Overview['attack'] }): ReactNode {
  const [isTable, setTable] = useState(false);
  const columns = useMemo(() => attackColumns(counts), [counts]);
  const cells = columns.flatMap((column) => column.cells);
  const fired = cells.filter(({ count }) => count > 0);
  return (
    <Panel
      title="ATT&CK, from the rules’ tags"
      aside={
        fired.length === cells.length
          ? countOf(fired.length, 'technique')
          : `${countOf(cells.length, 'technique')} tagged by rules seen here, ${fired.length} fired`
      }
      tools={
        <>
          <Scale />
          <IconButton
            icon={isTable ? Grid3x3 : Table2}
            label={isTable ? 'Show as matrix' : 'Show as table'}
            size="small"
            onClick={() => setTable(!isTable)}
          />
        </>
      }
    >
      {cells.length === 0 && columns.every(({ count }) => count === 0) ? (
        <p className="overview__none">No rule that fired in this time has a tag of ATT&CK.</p>
      ) : (
        <figure className="attack">
          <figcaption className="only-read-out">{sentence(columns)}</figcaption>
          {isTable ? <AttackTable columns={columns} /> : <Matrix columns={columns} />}
        </figure>
      )}
    </Panel>
  );
}

function Matrix({ columns }: { readonly columns: readonly AttackColumn[] }): ReactNode {
  return (
    <ul
      className="attack__matrix"
      style={{ '--columns': columns.length }}
      aria-label="Alerts by tactic and technique"
      tabIndex={0}
    >
      {columns.map((column) => (
        <li key={column.id} className="attack__column">
          <Head column={column} />
          <ul aria-label={column.name}>
            {column.cells.map((cell) => (
              <li key={cell.tag}>
                <Cell cell={cell} />
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}

function Head({ column: { id, name, tag, count } }: { readonly column: AttackColumn }): ReactNode {
  const { range } = useTimeRange();
  if (count === 0) {
    return (
      <div className="attack__head">
        {name}
        {id !== 'other' && <small>{id}</small>}
      </div>
    );
  }
  return (
    <Link className="attack__head attack__head--link" to="/alerts" search={{ q: `tag:${tag}`, ...searchOf(range) }}>
      {name}
      <small>
        {id} <b>{formatCount(count)}</b>
        <span className="only-read-out">{count === 1 ? 'alert' : 'alerts'}</span>
      </small>
    </Link>
  );
}

function Cell({ cell: { tag, id, name, fullName, count } }: { readonly cell: AttackCell }): ReactNode {
  const { range } = useTimeRange();
  const navigate = useNavigate();
  const exclude = (event: MouseEvent) => {
    if (!event.altKey) return;
    event.preventDefault();
    void navigate({ to: '/alerts', search: { q: `-tag:${tag}`, ...searchOf(range) } });
  };
  return (
    <Link
      className={`attack__cell attack__cell--${heatOf(count)}`}
      to="/alerts"
      search={{ q: `tag:${tag}`, ...searchOf(range) }}
      title={`${id} ${fullName}: ${countOf(count, 'alert')}. Alt-click for all others.`}
      onClick={exclude}
    >
      <span>{name}</span>
      <b>
        {formatCount(count)}
        <span className="only-read-out"> {count === 1 ? 'alert' : 'alerts'}</span>
      </b>
    </Link>
  );
}

function Scale(): ReactNode {
  return (
    <span className="attack__scale" role="img" aria-label="Five steps, from none to 1,000 alerts and more">
      0
      {[0, 1, 2, 3, 4, 5].map((heat) => (
        <i key={heat} className={`attack__step attack__cell--${heat}`} />
      ))}
      1,000+
    </span>
  );
}

function sentence(columns: readonly AttackColumn[]): string {
  const cells = columns.flatMap(({ name, cells: own }) => own.map((cell) => ({ ...cell, tactic: name })));
  const most = cells.toSorted((a, b) => b.count - a.count)[0];
  if (!most) return 'Alerts by the tactics and techniques of ATT&CK.';
  return `Alerts by the tactics and techniques of ATT&CK. Most, ${most.count}, are of ${most.fullName} in ${most.tactic}.`;
}
