import { DocumentConflictError, type DocumentChange, type Documents, type StoredDocument } from '#journal/documents.ts';

/** Documents that last as long as the test. */
export function memoryDocuments(): Documents {
  const stored = new Map<string, StoredDocument>();
  const keyOf = ({ kind, id }: { readonly kind: string; readonly id: string }) => `${kind}\n${id}`;

  function apply(change: DocumentChange): void {
    const version = stored.get(keyOf(change))?.version ?? 0;
    if ('remove' in change) stored.delete(keyOf(change));
    else stored.set(keyOf(change), { kind: change.kind, id: change.id, version: version + 1, content: change.put });
  }

  return {
    get: async (kind, id) => stored.get(keyOf({ kind, id })),
    list: async (kind) =>
      [...stored.values()].filter((one) => one.kind === kind).toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    change: async (changes) => {
      for (const change of changes) {
        const version = stored.get(keyOf(change))?.version ?? 0;
        if (change.ifVersion !== undefined && change.ifVersion !== version) {
          throw new DocumentConflictError(change.kind, change.id);
        }
      }
      for (const change of changes) apply(change);
    },
  };
}
