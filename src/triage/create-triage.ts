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
}

export interface CreateTriageParts {
  readonly documents: Documents;
  readonly counter: GroupCounter;
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
}

export function createTriage({ documents, counter, clock }: CreateTriageParts): Triage {
  const audit = new AuditTrail(documents, clock);
  const desk = new GroupDesk({ documents, audit, counter, clock });
  return {
    desk,
    board: new GroupBoard(counter, desk.records, clock),
    views: new SavedViews(documents, clock),
    audit,
  };
}
