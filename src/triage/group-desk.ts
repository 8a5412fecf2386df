import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '#kit/clock.ts';
import { everything } from '#query/query.ts';
import { DocumentConflictError, type DocumentChange, type Documents } from '#journal/documents.ts';
import type { AlertGroup } from '#journal/counting.ts';
import type { AuditTrail } from './audit-trail.ts';
import type { GroupCounter } from './group-activity.ts';
import { GroupHistory, type GroupAction, type GroupEvent } from './group-history.ts';
import { GroupRecords, type GroupRecord } from './group-records.ts';
import type { DecisionName, Resolution } from './group-state.ts';
import { TriageError } from './triage-error.ts';
import { UndoList, type Undoable } from './undo-list.ts';

export interface DeskParts {
  readonly documents: Documents;
  readonly audit: AuditTrail;
  readonly counter: GroupCounter;
  readonly clock: Pick<Clock, 'now'>;
  /** Called after each change. */
  readonly changed: () => void;
}

/** Who acts, for history and audit trail. */
export interface Actor {
  readonly login: string;
  readonly address?: string;
}

export interface Changed {
  /** How many groups are different now. */
  readonly changed: number;
  /** What `undo` takes. */
  readonly undo: string;
}

const actions = { open: 'open', acknowledged: 'acknowledge', resolved: 'resolve', archived: 'archive' } as const;

/** Where people decide on groups. Every change is on the disk when it resolves, together with its event and its audit entry. */
export class GroupDesk {
  readonly records: GroupRecords;
  readonly history: GroupHistory;
  readonly #parts: DeskParts;
  readonly #undo: UndoList;
  /** Changes happen one after the other, so that none reads what another is about to change. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(parts: DeskParts) {
    this.#parts = parts;
    this.records = new GroupRecords(parts.documents);
    this.history = new GroupHistory(parts.documents, parts.clock);
    this.#undo = new UndoList(parts.documents, parts.clock);
  }

  /** @throws TriageError where there is none of these groups */
  decide(ids: readonly string[], decision: DecisionName, by: Actor, resolution?: Resolution): Promise<Changed> {
    return this.#inTurn(async () => {
      const atMs = this.#parts.clock.now();
      const groups = await this.#find(ids);
      const records = await this.#changed(groups, (record, { priority, lastSeq }) => ({
        ...record,
        decision: { decision, by: by.login, atMs, priority, lastSeq, ...(resolution !== undefined && { resolution }) },
      }));
      return this.#write(records, by, actions[decision], resolution);
    });
  }

  /** @param assignee A login, or `undefined` for nobody. */
  assign(ids: readonly string[], assignee: string | undefined, by: Actor): Promise<Changed> {
    return this.#inTurn(async () => {
      const records = await this.#changed(await this.#find(ids), ({ decision, comments }) => ({
        comments,
        ...(decision && { decision }),
        ...(assignee !== undefined && { assignee }),
      }));
      return this.#write(records, by, assignee === undefined ? 'unassign' : 'assign', assignee);
    });
  }

  async comment(id: string, text: string, by: Actor): Promise<void> {
    await this.#inTurn(async () => {
      await this.#find([id]);
      const record = await this.records.get(id);
      const event = this.history.event(id, { by: by.login, action: 'comment', text });
      const note = this.#parts.audit.note({ ...noted(by), action: 'group.comment', subject: id, detail: text });
      await this.#save(new Map([[id, { ...record, comments: record.comments + 1 }]]), [event, note]);
    });
  }

  /**
   * Takes back what one call of `decide` or `assign` did, whole or not at all.
   * @throws TriageError where something else happened to one of its groups since, or it was too long ago
   */
  async undo(token: string, by: Actor): Promise<number> {
    return this.#inTurn(async () => {
      const undoable = await this.#undo.take(token);
      const records = new Map<string, GroupRecord>();
      for (const { id, before, after } of undoable.groups) {
        const present = await this.records.get(id);
        const { comments } = present;
        if (!isDeepStrictEqual({ ...present, comments: 0 }, { ...after, comments: 0 })) {
          throw new TriageError('conflict', 'Something else happened to it since: it cannot be taken back any more');
        }
        records.set(id, { ...before, comments });
      }
      const events = this.#events([...records.keys()], by, 'undo', undoable.action);
      await this.#save(records, [...events, this.#undo.forget(token)]);
      return records.size;
    });
  }

  async #find(ids: readonly string[]): Promise<ReadonlyMap<string, AlertGroup>> {
    const { counter } = this.#parts;
    const { groups } = await counter.groups({ query: everything, by: 'fingerprint', trendParts: 0, ids });
    if (groups.length > 0) return new Map(groups.map((group) => [group.id, group]));
    const what = ids.length === 1 ? `no group ${JSON.stringify(ids[0])}` : 'none of these groups';
    throw new TriageError('missing', `There is ${what}: its alerts are older than what is kept, or were never here`);
  }

  async #changed(
    groups: ReadonlyMap<string, AlertGroup>,
    change: (record: GroupRecord, group: AlertGroup) => GroupRecord,
  ): Promise<readonly Undoable['groups'][number][]> {
    const all = await this.records.all();
    return [...groups].map(([id, group]) => {
      const before = all.get(id) ?? { comments: 0 };
      return { id, before, after: change(before, group) };
    });
  }

  async #write(groups: Undoable['groups'], by: Actor, action: GroupAction, text: string | undefined): Promise<Changed> {
    const { token, changes } = await this.#undo.put({ action, groups });
    const records = new Map(groups.map(({ id, after }) => [id, after]));
    const events = this.#events([...records.keys()], by, action, text);
    await this.#save(records, [...events, ...changes]);
    return { changed: groups.length, undo: token };
  }

  async #save(records: ReadonlyMap<string, GroupRecord>, others: readonly DocumentChange[]): Promise<void> {
    try {
      await this.records.change(records, others);
      this.#parts.changed();
    } catch (error) {
      if (!(error instanceof DocumentConflictError)) throw error;
      throw new TriageError('conflict', 'Somebody else changed it meanwhile: look again');
    }
  }

  #events(ids: readonly string[], by: Actor, action: GroupAction, text: string | undefined): readonly DocumentChange[] {
    const [first = ''] = ids;
    const event: Pick<GroupEvent, 'by' | 'action' | 'text'> = {
      by: by.login,
      action,
      ...(text !== undefined && { text }),
    };
    const note = this.#parts.audit.note({
      ...noted(by),
      action: `group.${action}`,
      subject: ids.length === 1 ? first : `${ids.length} groups`,
      ...(text !== undefined && { detail: text }),
    });
    return [...ids.map((id) => this.history.event(id, event)), note];
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.#last.then(work, work);
    this.#last = turn.catch(() => {});
    return turn;
  }
}

function noted({ login, address }: Actor): { readonly by: string; readonly address?: string } {
  return { by: login, ...(address !== undefined && { address }) };
}
