import { z } from 'zod';
import { priorities } from '#alert/priority.ts';
import type { DocumentChange, Documents } from '#journal/documents.ts';
import { decisions, resolutions } from './group-state.ts';

const kind = 'group';
const decision = z.object({
  decision: z.enum(decisions),
  resolution: z.enum(resolutions).exactOptional(),
  by: z.string(),
  atMs: z.number(),
  priority: z.enum(priorities),
  lastSeq: z.number(),
});
/** What is kept of a group: what people said of it. What happened to it is in the journal. */
export const groupRecord = z.object({
  decision: decision.exactOptional(),
  assignee: z.string().exactOptional(),
  comments: z.number().default(0),
});
export type GroupRecord = z.output<typeof groupRecord>;

interface Kept {
  readonly version: number;
  readonly record: GroupRecord;
}

const nothing: Kept = { version: 0, record: { comments: 0 } };

/**
 * The records of groups, read once: nobody else writes them while the journal is open. They stay when the alerts of a group
 * are gone, so that it comes back as what it was.
 */
export class GroupRecords {
  readonly #documents: Documents;
  #kept: Promise<Map<string, Kept>> | undefined;

  constructor(documents: Documents) {
    this.#documents = documents;
  }

  async all(): Promise<ReadonlyMap<string, GroupRecord>> {
    const kept = await this.#load();
    return new Map([...kept].map(([id, { record }]) => [id, record]));
  }

  async get(id: string): Promise<GroupRecord> {
    return ((await this.#load()).get(id) ?? nothing).record;
  }

  /**
   * Changes records together with other documents.
   * @throws DocumentConflictError where somebody else changed one of them meanwhile
   */
  async change(records: ReadonlyMap<string, GroupRecord>, others: readonly DocumentChange[]): Promise<void> {
    const kept = await this.#load();
    const next = new Map<string, Kept>();
    const changes: DocumentChange[] = [];
    for (const [id, record] of records) {
      const { version } = kept.get(id) ?? nothing;
      next.set(id, { version: version + 1, record });
      changes.push({ kind, id, ifVersion: version, put: record });
    }
    try {
      await this.#documents.change([...changes, ...others]);
    } catch (error) {
      this.#kept = undefined;
      throw error;
    }
    for (const [id, one] of next) kept.set(id, one);
  }

  #load(): Promise<Map<string, Kept>> {
    this.#kept ??= this.#read().catch((error: unknown) => {
      this.#kept = undefined;
      throw error;
    });
    return this.#kept;
  }

  async #read(): Promise<Map<string, Kept>> {
    const documents = await this.#documents.list(kind);
    return new Map(documents.map(({ id, version, content }) => [id, { version, record: groupRecord.parse(content) }]));
  }
}
