import type { Json } from '#kit/json.ts';

/**
 * What people make: accounts, sessions, decisions on groups, saved views, the audit trail. Small, few beside the alerts, and
 * kept in the journal's store, so that one folder and one backup hold everything. A port of its own: whoever uses it knows
 * nothing of alerts, and the engines of the journal each bring one. `documents-contract.ts` tests them alike.
 */
export interface Documents {
  get(kind: string, id: string): Promise<StoredDocument | undefined>;
  /** In the order of their ids, by the bytes of their UTF-8. */
  list(kind: string, page?: DocumentPage): Promise<readonly StoredDocument[]>;
  /**
   * Makes all changes or none. They survive a power cut when it resolves.
   * @throws DocumentConflictError where a document is not in the version that the change is for.
   */
  change(changes: readonly DocumentChange[]): Promise<void>;
}

export interface StoredDocument {
  readonly kind: string;
  readonly id: string;
  /** From 1, one more with each change. */
  readonly version: number;
  readonly content: Json;
}

export interface DocumentPage {
  /** Only ids that begin so. */
  readonly prefix?: string;
  /** Only ids after this one, or before it with `isBackward`. */
  readonly beyond?: string;
  /** From the last id to the first. */
  readonly isBackward?: boolean;
  /** All of them without a limit. */
  readonly limit?: number;
}

/** What an engine of the journal brings besides the journal. */
export interface WithDocuments {
  readonly documents: Documents;
}

export type DocumentChange = {
  readonly kind: string;
  readonly id: string;
  /** The version the change is for; 0 where there must be none yet. Without it, any. */
  readonly ifVersion?: number;
} & ({ readonly put: Json } | { readonly remove: true });

export class DocumentConflictError extends Error {
  override readonly name = 'DocumentConflictError';

  constructor(kind: string, id: string) {
    super(`The ${kind} "${id}" was changed by somebody else meanwhile`);
  }
}
