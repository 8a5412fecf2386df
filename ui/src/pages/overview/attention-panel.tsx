import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { Attention, Overview } from '#ui/api/contract.ts';
import { useLiveStatus } from '#ui/app/live.tsx';
import { countOf } from '#ui/design/count.tsx';
import { formatDuration } from '#ui/design/format-time.ts';
import { Notice } from '#ui/design/notice.tsx';
import { Panel } from '#ui/design/panel.tsx';
import { StateMark } from '#ui/design/state-mark.tsx';
import { TimeText } from '#ui/design/time-text.tsx';
import { AttentionRow } from './attention-row.tsx';
import './attention-panel.css';

/** The things that want somebody, worst first, each with the way to where it is dealt with. */
export function AttentionPanel({ overview }: { readonly overview: Overview }): ReactNode {
  const { attention, moreAttention, openGroups, learning } = overview;
  const { pulse } = useLiveStatus();
  const nowMs = pulse?.nowMs ?? Date.now();
  const total = attention.length + moreAttention;
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? attention : inShort(overview);
  const hidden = total - shown.length;
  return (
    <Panel
      title="Needs attention"
      aside={total > 0 ? `${countOf(total, 'thing')}, worst first` : 'nothing now'}
      tools={
        <Link className="link" to="/groups">
          {countOf(openGroups, 'open group')}
        </Link>
      }
      {...(hidden > 0 && {
        foot: <More count={hidden} {...(shown.length < attention.length && { onShow: () => setWhole(true) })} />,
      })}
    >
      {learning && <Learning {...learning} nowMs={nowMs} />}
      {total === 0 ? (
        <Nothing openGroups={openGroups} isLearning={learning !== undefined} />
      ) : (
        <ol className="attention">
          {shown.map((item, index) => (
            <AttentionRow key={keyOf(item)} item={item} nowMs={nowMs} isFirst={index === 0} />
          ))}
        </ol>
      )}
    </Panel>
  );
}

interface LearningProps {
  readonly sinceMs: number;
  readonly untilMs: number;
  readonly nowMs: number;
}

/** Why less is called new than is. */
function Learning({ sinceMs, untilMs, nowMs }: LearningProps): ReactNode {
  return (
    <div className="attention__learning">
      <Notice>
        Alerts are kept for {formatDuration(Math.max(0, nowMs - sinceMs))} so far. Until{' '}
        <TimeText at={untilMs} style="day-and-time" />, when it is known what is usual here, only groups of Critical and
        above are called new.
      </Notice>
    </div>
  );
}

interface NothingProps {
  readonly openGroups: number;
  readonly isLearning: boolean;
}

function Nothing({ openGroups, isLearning }: NothingProps): ReactNode {
  const open = isLearning
    ? `${countOf(openGroups, 'group')} so far.`
    : `${countOf(openGroups, 'group')} known for longer still open.`;
  return (
    <div className="attention__nothing">
      <StateMark state="healthy" size={14} />
      <p>
        No new group, none that grows or came back, no failing output, no silent sender.
        {openGroups > 0 && ` ${open}`}
      </p>
    </div>
  );
}

/** As many as fill the column beside that of so many outputs. What is wrong with machinery is few, and never left out. */
function inShort({ attention, accounted }: Overview): readonly Attention[] {
  const most = Math.min(8, 5 + Math.round(Math.max(0, accounted.length - 1) * 0.6));
  return attention.filter(({ kind }, index) => kind !== 'group' || index < most);
}

interface MoreProps {
  readonly count: number;
  /** There are some at hand. */
  readonly onShow?: () => void;
}

function More({ count, onShow }: MoreProps): ReactNode {
  return (
    <>
      {countOf(count, 'more thing', 'more things')}.{' '}
      {onShow && (
        <>
          <button type="button" className="link" onClick={onShow}>
            Show more here
          </button>{' '}
          ·{' '}
        </>
      )}
      <Link className="link" to="/groups">
        All open groups
      </Link>
    </>
  );
}

function keyOf(item: Attention): string {
  switch (item.kind) {
    case 'group':
      return `group ${item.groupId}`;
    case 'output':
      return `output ${item.output}`;
    case 'deadLetters':
      return `dead letters ${item.output} ${item.reason}`;
    case 'sender':
      return `sender ${item.cluster} ${item.sender}`;
    case 'journal':
      return 'journal';
  }
}
