import { z } from 'zod';
import type { Clock } from '#kit/clock.ts';
import type { DocumentChange, Documents } from '#journal/documents.ts';
import { TimeIds, timePart } from './time-ids.ts';

/** Something that somebody did. */
export interface AuditNote {
  /** The login, or the name of the token. */
  readonly by: string;
  /** `group.resolve`, `output.pause`, `user.add`. */
  readonly action: string;
  /** What it was done to: a group, an output, a login. */
  readonly subject: string;
  readonly detail?: string;
  /** Of the caller. */
  readonly address?: string;
}

export interface AuditEvent extends AuditNote {
  readonly id: string;
  readonly atMs: number;
}

export interface AuditPage {
  readonly events: readonly AuditEvent[];
  /** `before` of the next page; absent after the last. */
  readonly next?: string;
}

const kind = 'audit';
const content = z.object({
  atMs: z.number(),
  by: z.string(),
  action: z.string(),
  subject: z.string(),
  detail: z.string().optional(),
  address: z.string().optional(),
});
const removedAtOnce = 1000;

/** What people did, newest first; written once and never changed. */
export class AuditTrail {
  readonly #documents: Documents;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #ids: TimeIds;

  constructor(documents: Documents, clock: Pick<Clock, 'now'>) {
    this.#documents = documents;
    this.#clock = clock;
    this.#ids = new TimeIds(clock);
  }

  /** Resolves when it is on the disk. */
  async add(note: AuditNote): Promise<void> {
    await this.#documents.change([this.note(note)]);
  }

  /** To be made together with what it tells of, so that there is neither without the other. */
  note(note: AuditNote): DocumentChange {
    return { kind, id: this.#ids.next(), ifVersion: 0, put: { atMs: this.#clock.now(), ...note } };
  }

  async page(query: { readonly before?: string; readonly limit: number }): Promise<AuditPage> {
    const found = await this.#documents.list(kind, {
      isBackward: true,
      limit: query.limit + 1,
      ...(query.before !== undefined && { beyond: query.before }),
    });
    const events = found.slice(0, query.limit).map(({ id, content: stored }) => {
      const { detail, address, ...event } = content.parse(stored);
      return { id, ...event, ...(detail !== undefined && { detail }), ...(address !== undefined && { address }) };
    });
    const last = events.at(-1);
    return { events, ...(found.length > query.limit && last && { next: last.id }) };
  }

  /** Forgets what is older. Returns how much that was. */
  async forgetBefore(ms: number): Promise<number> {
    for (let removed = 0; ;) {
      const old = await this.#documents.list(kind, { limit: removedAtOnce });
      const gone = old.filter(({ id }) => id < timePart(ms));
      await this.#documents.change(gone.map(({ id }) => ({ kind, id, remove: true })));
      removed += gone.length;
      if (gone.length < removedAtOnce) return removed;
    }
  }
}
