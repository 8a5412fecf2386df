import { Archive, Check, CheckCheck, RotateCcw, Undo2, UserMinus, UserPlus, Zap, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { GroupDetail, GroupEvent } from '#ui/api/contract.ts';
import { Avatar } from '#ui/design/avatar.tsx';
import { TimeText } from '#ui/design/time-text.tsx';
import { visibleText } from '#ui/design/visible-text.ts';
import { Section } from './section.tsx';

/** What people did and said, newest first, back to the first alert. */
export function Activity({ detail: { group, history } }: { readonly detail: GroupDetail }): ReactNode {
  return (
    <Section title="Activity">
      <ol className="activity">
        {history.map((event) => (
          <Event key={event.id} event={event} />
        ))}
        <li>
          <Mark icon={Zap} />
          <span>First alert</span>
          <TimeText at={group.firstSeenMs} style="day-and-time" />
        </li>
      </ol>
    </Section>
  );
}

function Event({ event: { action, by, text, atMs } }: { readonly event: GroupEvent }): ReactNode {
  return (
    <li>
      {action === 'comment' ? <Avatar name={by} /> : <Mark icon={icons[action]} />}
      <div>
        <b className="strong">{by}</b> {words[action]}
        {action !== 'comment' && text !== undefined && ` ${visibleText(text)}`}
        {action === 'comment' && <p className="activity__comment">{visibleText(text ?? '')}</p>}
      </div>
      <TimeText at={atMs} style="day-and-time" />
    </li>
  );
}

function Mark({ icon: Icon }: { readonly icon: LucideIcon }): ReactNode {
  return (
    <span className="activity__mark">
      <Icon className="icon" aria-hidden="true" />
    </span>
  );
}

type Action = GroupEvent['action'];

const icons: Readonly<Record<Exclude<Action, 'comment'>, LucideIcon>> = {
  open: RotateCcw,
  acknowledge: Check,
  resolve: CheckCheck,
  archive: Archive,
  assign: UserPlus,
  unassign: UserMinus,
  undo: Undo2,
};

const words: Readonly<Record<Action, string>> = {
  open: 'opened it again',
  acknowledge: 'acknowledged it',
  resolve: 'resolved it as',
  archive: 'archived it until it escalates',
  assign: 'assigned it to',
  unassign: 'assigned it to nobody',
  comment: 'commented',
  undo: 'took the last change back',
};
