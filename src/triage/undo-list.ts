import { z } from 'zod';
import type { Clock } from '#kit/clock.ts';
import type { DocumentChange, Documents } from '#journal/documents.ts';
import { groupRecord, type GroupRecord } from './group-records.ts';
import { TimeIds, timePart } from './time-ids.ts';
import { TriageError } from './triage-error.ts';

const kind = 'group-undo';
/** After that, nobody means the button any more. */
const keptForMs = 3_600_000;
const removedAtOnce = 100;
const content = z.object({
  action: z.string(),
  groups: z.array(z.object({ id: z.string(), before: groupRecord, after: groupRecord })),
});

/** One change, and what it changed. */
export interface Undoable {
  readonly action: string;
  readonly groups: readonly { readonly id: string; readonly before: GroupRecord; readonly after: GroupRecord }[];
}

/** What can be taken back: the changes of the last hour. */
export class UndoList {
  readonly #documents: Documents;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #ids: TimeIds;

  constructor(documents: Documents, clock: Pick<Clock, 'now'>) {
    this.#documents = documents;
    this.#clock = clock;
    this.#ids = new TimeIds(clock);
  }

  /** The changes to be written together with what they would take back; older ones leave with them. */
  async put(undoable: Undoable): Promise<{ readonly token: string; readonly changes: readonly DocumentChange[] }> {
    const token = this.#ids.next();
    const oldest = await this.#documents.list(kind, { limit: removedAtOnce });
    const old = oldest.filter(({ id }) => !this.#isCurrent(id));
    const put = { action: undoable.action, groups: [...undoable.groups] };
    return { token, changes: [...old.map(({ id }) => this.forget(id)), { kind, id: token, ifVersion: 0, put }] };
  }

  /** @throws TriageError where it was taken back already, or was too long ago */
  async take(token: string): Promise<Undoable> {
    const found = this.#isCurrent(token) ? await this.#documents.get(kind, token) : undefined;
    if (found) return content.parse(found.content);
    throw new TriageError('missing', 'This cannot be taken back: it was already, or is longer ago than an hour');
  }

  forget(token: string): DocumentChange {
    return { kind, id: token, remove: true };
  }

  #isCurrent(id: string): boolean {
    return id >= timePart(this.#clock.now() - keptForMs);
  }
}
