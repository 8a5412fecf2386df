import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Overview } from '#ui/api/contract.ts';
import { classNames } from '#ui/design/class-names.ts';
import { formatCount } from '#ui/design/count.tsx';
import { formatDuration } from '#ui/design/format-time.ts';
import { Panel } from '#ui/design/panel.tsx';
import { StateMark, type MachineState } from '#ui/design/state-mark.tsx';
import './accounted-panel.css';

type Row = Overview['accounted'][number];

const states: Readonly<Record<Row['state'], { readonly mark: MachineState; readonly name: string }>> = {
  healthy: { mark: 'healthy', name: 'Healthy' },
  retrying: { mark: 'slow', name: 'Trying again' },
  failing: { mark: 'failing', name: 'Failing' },
  misconfigured: { mark: 'failing', name: 'Not configured as it must be' },
  refusing: { mark: 'failing', name: 'Refuses every alert' },
  paused: { mark: 'paused', name: 'Paused' },
};

/** What became of every alert, by output: delivered, owed, dead or suppressed, and nothing else. */
export function AccountedPanel({ overview }: { readonly overview: Overview }): ReactNode {
  const { accounted, received } = overview;
  return (
    <Panel
      title="Accounted for"
      aside={`${formatCount(received)} received, none lost`}
      tools={<StateMark state="healthy" size={14} />}
      foot={accounted.length > 0 && 'Each row adds up to what was received. Suppressed alerts are kept and searchable.'}
    >
      {accounted.length === 0 ? <NoOutput /> : <Table rows={accounted} />}
      <Facts overview={overview} />
    </Panel>
  );
}

function Table({ rows }: { readonly rows: readonly Row[] }): ReactNode {
  return (
    <div className="accounted__scroll" tabIndex={0} role="region" aria-label="Alerts by output">
      <table className="accounted">
        <thead>
          <tr>
            <th scope="col">Output</th>
            <th scope="col">Delivered</th>
            <th scope="col">Owed</th>
            <th scope="col">Dead</th>
            <th scope="col" className="accounted__suppressed">
              Suppressed
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.output}>
              <th scope="row">
                <Link to="/outputs" search={{ output: row.output }} className="accounted__output">
                  <StateMark state={states[row.state].mark} size={11} />
                  <span className="only-read-out">{states[row.state].name}: </span>
                  <span className="cut">{row.output}</span>
                </Link>
              </th>
              <Figure count={row.delivered} />
              <Figure count={row.owed} isStrong />
              <Figure count={row.dead} />
              <Figure count={row.suppressed} className="accounted__suppressed" />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface FigureProps {
  readonly count: number;
  /** What is owed stands out. */
  readonly isStrong?: boolean;
  readonly className?: string;
}

function Figure({ count, isStrong, className }: FigureProps): ReactNode {
  return (
    <td className={classNames(className, count === 0 && 'faint', isStrong && count > 0 && 'strong')}>
      {formatCount(count)}
    </td>
  );
}

function NoOutput(): ReactNode {
  return (
    <p className="accounted__none">
      Alerts are kept and can be searched. No output is configured, so nobody is told.{' '}
      <Link to="/outputs" className="link">
        Add an output
      </Link>
    </p>
  );
}

function Facts({ overview }: { readonly overview: Overview }): ReactNode {
  const { arrivingPerSecond, acknowledgedP99Ms, repeatsDropped } = overview;
  return (
    <dl className="accounted__facts">
      <div>
        <dt>Arriving now</dt>
        <dd>{rate(arrivingPerSecond)}</dd>
      </div>
      <div>
        <dt>On disk and answered, p99</dt>
        <dd>{acknowledgedP99Ms === undefined ? 'nothing yet' : milliseconds(acknowledgedP99Ms)}</dd>
      </div>
      <div>
        <dt>Exact repeats dropped</dt>
        <dd>{formatCount(repeatsDropped)}</dd>
      </div>
    </dl>
  );
}

/** Fewer than one a second are told by the minute. */
function rate(perSecond: number): string {
  if (perSecond === 0) return 'none';
  if (perSecond < 1) return `${formatCount(Math.max(1, Math.round(perSecond * 60)))} a minute`;
  return `${formatCount(perSecond < 10 ? Math.round(perSecond * 10) / 10 : Math.round(perSecond))} a second`;
}

function milliseconds(ms: number): string {
  return ms < 10 ? `${Math.round(ms * 10) / 10} ms` : formatDuration(ms);
}
