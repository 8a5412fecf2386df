import type { Clock } from '#kit/clock.ts';
import type { Documents } from '#journal/documents.ts';
import { AuditTrail } from './audit-trail.ts';
import type { GroupCounter } from './group-activity.ts';
import { GroupBoard } from './group-board.ts';
import { GroupDesk } from './group-desk.ts';
import { SavedViews } from './saved-views.ts';

/** What people decide, and what follows from it. */
export interface Triage {
  readonly desk: GroupDesk;
  readonly board: GroupBoard;
  readonly views: SavedViews;
  readonly audit: AuditTrail;
  /** Calls back after each change of what was decided, from now on. */
  readonly onChange: (listener: () => void) => void;
}

export interface CreateTriageParts {
  readonly documents: Documents;
  readonly counter: GroupCounter;
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
}

export function createTriage({ documents, counter, clock }: CreateTriageParts): Triage {
  const audit = new AuditTrail(documents, clock);
  const listeners: (() => void)[] = [];
  const changed = () => {
    for (const listener of listeners) listener();
  };
  const desk = new GroupDesk({ documents, audit, counter, clock, changed });
  const board = new GroupBoard(counter, desk.records, clock);
  listeners.push(() => board.forget());
  return {
    desk,
    board,
    views: new SavedViews(documents, clock),
    audit,
    onChange: (listener) => void listeners.push(listener),
  };
}
