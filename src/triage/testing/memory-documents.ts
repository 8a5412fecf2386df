import { DocumentConflictError } from '#journal/documents.ts';
import type { DocumentChange, DocumentPage, Documents, StoredDocument } from '#journal/documents.ts';

/** Documents that are kept nowhere, for tests. */
export class MemoryDocuments implements Documents {
  readonly #stored = new Map<string, StoredDocument>();

  async get(kind: string, id: string): Promise<StoredDocument | undefined> {
    return this.#stored.get(keyOf(kind, id));
  }

  async list(kind: string, page: DocumentPage = {}): Promise<readonly StoredDocument[]> {
    const { prefix = '', beyond, isBackward = false, limit = Infinity } = page;
    const ordered = [...this.#stored.values()].filter((each) => each.kind === kind && each.id.startsWith(prefix));
    ordered.sort((a, b) => (a.id < b.id ? -1 : 1));
    if (isBackward) ordered.reverse();
    const isBeyond = ({ id }: StoredDocument) => beyond === undefined || (isBackward ? id < beyond : id > beyond);
    return ordered.filter(isBeyond).slice(0, limit);
  }

  async change(changes: readonly DocumentChange[]): Promise<void> {
    for (const { kind, id, ifVersion } of changes) {
      const version = this.#stored.get(keyOf(kind, id))?.version ?? 0;
      if (ifVersion !== undefined && ifVersion !== version) throw new DocumentConflictError(kind, id);
    }
    for (const change of changes) this.#make(change);
  }

  #make(change: DocumentChange): void {
    const { kind, id } = change;
    const key = keyOf(kind, id);
    if (!('put' in change)) this.#stored.delete(key);
    else {
      const version = (this.#stored.get(key)?.version ?? 0) + 1;
      this.#stored.set(key, { kind, id, version, content: change.put });
    }
  }
}

function keyOf(kind: string, id: string): string {
  return JSON.stringify([kind, id]);
}
