import { z } from 'zod';
import type { Clock } from '#kit/clock.ts';
import type { DocumentChange, Documents } from '#journal/documents.ts';
import { TimeIds } from './time-ids.ts';

export const groupActions = [
  'open',
  'acknowledge',
  'resolve',
  'archive',
  'assign',
  'unassign',
  'comment',
  'undo',
] as const;
export type GroupAction = (typeof groupActions)[number];

const kind = 'group-event';
const content = z.object({
  atMs: z.number(),
  by: z.string(),
  action: z.enum(groupActions),
  /** The comment, the assignee, or the resolution. */
  text: z.string().exactOptional(),
});

export interface GroupEvent extends z.output<typeof content> {
  readonly id: string;
}

/** So many of the newest are shown; the others are kept. */
const shown = 500;

/** What was done to each group. */
export class GroupHistory {
  readonly #documents: Documents;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #ids: TimeIds;

  constructor(documents: Documents, clock: Pick<Clock, 'now'>) {
    this.#documents = documents;
    this.#clock = clock;
    this.#ids = new TimeIds(clock);
  }

  /** An event to be written together with what it tells of. */
  event(groupId: string, event: Pick<GroupEvent, 'by' | 'action' | 'text'>): DocumentChange {
    const id = `${groupId}/${this.#ids.next()}`;
    return { kind, id, ifVersion: 0, put: { atMs: this.#clock.now(), ...event } };
  }

  /** Newest first. */
  async read(groupId: string): Promise<readonly GroupEvent[]> {
    const prefix = `${groupId}/`;
    const found = await this.#documents.list(kind, { prefix, isBackward: true, limit: shown });
    return found.map(({ id, content: stored }) => ({ id: id.slice(prefix.length), ...content.parse(stored) }));
  }
}
