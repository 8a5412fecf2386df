import { Link } from '@tanstack/react-router';
import { RotateCw } from 'lucide-react';
import type { ReactNode } from 'react';
import type { DeadLetterSelection } from '#ui/api/dead-letters.ts';
import type { DeadLetterReasons } from '#ui/api/contract.ts';
import { useMay } from '#ui/app/session.tsx';
import { Button } from '#ui/design/button.tsx';
import { formatCount } from '#ui/design/count.tsx';
import { Panel } from '#ui/design/panel.tsx';
import { StateMark } from '#ui/design/state-mark.tsx';
import { TimeText } from '#ui/design/time-text.tsx';
import type { Dropping } from './drop-dialog.tsx';

type Reason = DeadLetterReasons['reasons'][number];

interface ReasonsPanelProps {
  readonly reasons: readonly Reason[];
  readonly isBusy: boolean;
  readonly onSendAgain: (selection: DeadLetterSelection) => void;
  readonly onDrop: (dropping: Dropping) => void;
}

/** A line for each cause: mend it, then send the whole lot. */
export function ReasonsPanel({ reasons, ...actions }: ReasonsPanelProps): ReactNode {
  return (
    <Panel title="By reason" aside="mend the cause, then send the whole lot again">
      <div className="dead-reasons" role="table" aria-label="Dead letters by reason">
        <div className="dead-reasons__head" role="row">
          <span role="columnheader">Answer</span>
          <span role="columnheader">Output</span>
          <span role="columnheader" className="figure">
            Alerts
          </span>
          <span role="columnheader">Between</span>
          <span role="columnheader" className="only-read-out">
            Actions
          </span>
        </div>
        {reasons.map((reason, index) => (
          <ReasonRow key={`${reason.output} ${reason.reason}`} reason={reason} isFirst={index === 0} {...actions} />
        ))}
      </div>
    </Panel>
  );
}

interface ReasonRowProps extends Omit<ReasonsPanelProps, 'reasons'> {
  readonly reason: Reason;
  /** The first has the page's one primary button. */
  readonly isFirst: boolean;
}

function ReasonRow({ reason: row, isFirst, isBusy, onSendAgain, onDrop }: ReasonRowProps): ReactNode {
  const { output, reason, count, remedy, firstAtMs, lastAtMs } = row;
  const may = useMay('responder');
  const selection = { output, reason };
  const why = may ? undefined : 'The role responder may do this';
  return (
    <div className="dead-reasons__row" role="row">
      <div role="cell" className="dead-reasons__reason">
        <StateMark state="failing" />
        <div>
          <Link to="/dead-letters" search={selection} className="mono dead-reasons__text">
            {reason}
          </Link>
          {remedy !== undefined && <div className="faint small">{remedy}</div>}
        </div>
      </div>
      <div role="cell" className="cut">
        <Link to="/outputs" search={{ output }}>
          {output}
        </Link>
      </div>
      <div role="cell" className="figure">
        {formatCount(count)}
      </div>
      <div role="cell" className="muted no-wrap">
        <TimeText at={firstAtMs} style="day-and-time" />
        {count > 1 && (
          <>
            {' to '}
            <TimeText at={lastAtMs} style="day-and-time" />
          </>
        )}
      </div>
      <div role="cell" className="dead-reasons__actions">
        <Button
          size="small"
          kind={isFirst ? 'primary' : 'plain'}
          icon={RotateCw}
          disabled={!may || isBusy}
          title={why}
          onClick={() => onSendAgain(selection)}
        >
          {count === 1 ? 'Send it again' : `Send all ${formatCount(count)} again`}
        </Button>
        <Button
          size="small"
          kind="danger"
          disabled={!may || isBusy}
          title={why}
          onClick={() => onDrop({ selection, count, output })}
        >
          Drop…
        </Button>
      </div>
    </div>
  );
}
