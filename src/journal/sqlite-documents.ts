import { readJson } from '#kit/json-read.ts';
import { DocumentConflictError } from './documents.ts';
import type { DocumentChange, DocumentPage, Documents, StoredDocument } from './documents.ts';
import type { Threads } from './journal-threads.ts';
import type { DocumentRow, DocumentWrite, Operation, OperationResult } from './sqlite/calls.ts';

export interface SqliteDocumentsParts {
  readonly threads: Pick<Threads, 'ask'>;
  /** Resolves when the operation is on the disk. */
  readonly apply: (operation: Operation) => Promise<OperationResult>;
}

/** Far beyond what anybody writes by hand. */
const limits = { maxDepth: 1000 };

/** The documents beside the alerts, in the same database. */
export class SqliteDocuments implements Documents {
  readonly #parts: SqliteDocumentsParts;

  constructor(parts: SqliteDocumentsParts) {
    this.#parts = parts;
  }

  async get(kind: string, id: string): Promise<StoredDocument | undefined> {
    const row = await this.#read(kind, id);
    return row && documentOf(row);
  }

  async list(kind: string, page: DocumentPage = {}): Promise<readonly StoredDocument[]> {
    const rows = await this.#parts.threads.ask('documents', { kind, page });
    return rows.map(documentOf);
  }

  async change(changes: readonly DocumentChange[]): Promise<void> {
    const [first] = changes;
    if (!first) return;
    const writes = changes.map(writeOf);
    const { conflict, isChanged = false } = await this.#parts.apply({ kind: 'changeDocuments', changes: writes });
    if (conflict) throw new DocumentConflictError(conflict.kind, conflict.id);
    if (!isChanged && !(await this.#areMade(writes))) throw new DocumentConflictError(first.kind, first.id);
  }

  /** What a commit answered is lost when it reported a failure and was stored all the same; then the documents tell. */
  async #areMade(writes: readonly DocumentWrite[]): Promise<boolean> {
    const final = new Map(writes.map((write) => [JSON.stringify([write.kind, write.name]), write]));
    for (const { kind, name, content } of final.values()) {
      if ((await this.#read(kind, name))?.content !== content) return false;
    }
    return true;
  }

  #read(kind: string, id: string): Promise<DocumentRow | undefined> {
    return this.#parts.threads.ask('document', { kind, name: id });
  }
}

function writeOf(change: DocumentChange): DocumentWrite {
  return {
    kind: change.kind,
    name: change.id,
    ifVersion: change.ifVersion,
    content: 'put' in change ? JSON.stringify(change.put) : undefined,
  };
}

function documentOf({ kind, name, version, content }: DocumentRow): StoredDocument {
  return { kind, id: name, version, content: readJson(content, limits) };
}
