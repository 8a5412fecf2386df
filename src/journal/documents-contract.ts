import { describe, expect } from 'vitest';
import { DocumentConflictError, type Documents } from './documents.ts';
import { contractTest } from './testing/contract-test.ts';
import type { CreateStore } from './testing/journal-store.ts';
import { sampleAlerts } from './testing/sample-alerts.ts';

/** What the documents of every engine of the journal have to do. */
export function describeDocuments(name: string, createStore: CreateStore): void {
  const it = contractTest(createStore);

  describe(`${name}`, () => {
    it('are kept, with a version that grows', async ({ journal, reopen }) => {
      const content = { text: 'é "quoted" \u0000', list: [1, null, true], deep: { is: { it: {} } } };
      await journal.documents.change([{ kind: 'note', id: 'a', put: 'first' }]);
      await journal.documents.change([{ kind: 'note', id: 'a', put: content }]);
      const { documents } = await reopen();
      expect(await documents.get('note', 'a')).toEqual({ kind: 'note', id: 'a', version: 2, content });
      expect(await documents.get('note', 'b')).toBeUndefined();
      expect(await documents.get('other', 'a')).toBeUndefined();
    });

    it('keep the text of numbers', async ({ journal: { documents } }) => {
      await documents.change([{ kind: 'note', id: 'a', put: { at: JSON.rawJSON('1507591916746609046') } }]);
      expect(JSON.stringify((await documents.get('note', 'a'))?.content)).toBe('{"at":1507591916746609046}');
    });

    it('are listed in order, page by page', async ({ journal: { documents } }) => {
      await fill(documents, ['b/2', 'a', 'b/10', 'ü', 'b/1', 'b0']);
      const ids = async (...page: Parameters<Documents['list']>) => (await documents.list(...page)).map(({ id }) => id);
      expect(await ids('note')).toEqual(['a', 'b/1', 'b/10', 'b/2', 'b0', 'ü']);
      expect(await ids('note', { prefix: 'b/' })).toEqual(['b/1', 'b/10', 'b/2']);
      expect(await ids('note', { prefix: 'b/', beyond: 'b/1', limit: 1 })).toEqual(['b/10']);
      expect(await ids('note', { prefix: 'b/', isBackward: true, limit: 2 })).toEqual(['b/2', 'b/10']);
      expect(await ids('note', { isBackward: true, beyond: 'b/10' })).toEqual(['b/1', 'a']);
      expect(await ids('nothing')).toEqual([]);
    });

    it('are changed together or not at all', async ({ journal: { documents }, reopen }) => {
      await fill(documents, ['a', 'b']);
      const changes = [
        { kind: 'note', id: 'a', put: 'changed' },
        { kind: 'note', id: 'new', put: 'new' },
        { kind: 'note', id: 'b', ifVersion: 7, remove: true },
      ] as const;
      await expect(documents.change(changes)).rejects.toThrow(DocumentConflictError);
      await expect(documents.change(changes)).rejects.toThrow('The note "b" was changed by somebody else meanwhile');
      expect((await documents.list('note')).map(({ content }) => content)).toEqual(['a', 'b']);
      await documents.change(changes.slice(0, 2));
      const again = await reopen();
      expect((await again.documents.list('note')).map(({ content }) => content)).toEqual(['changed', 'b', 'new']);
    });

    it('are made once, and made anew after they were removed', async ({ journal: { documents } }) => {
      const make = { kind: 'note', id: 'a', ifVersion: 0, put: 1 } as const;
      await documents.change([make]);
      await expect(documents.change([make])).rejects.toThrow(DocumentConflictError);
      await documents.change([{ kind: 'note', id: 'a', ifVersion: 1, remove: true }]);
      await documents.change([{ kind: 'note', id: 'never', remove: true }]);
      await documents.change([make]);
      expect(await documents.get('note', 'a')).toMatchObject({ version: 1 });
    });

    it('see the changes before them in one call', async ({ journal: { documents } }) => {
      await documents.change([
        { kind: 'note', id: 'a', ifVersion: 0, put: 1 },
        { kind: 'note', id: 'a', ifVersion: 1, put: 2 },
      ]);
      expect(await documents.get('note', 'a')).toMatchObject({ version: 2, content: 2 });
      await documents.change([]);
    });

    it('of two changes for one version take one', async ({ journal: { documents } }) => {
      await fill(documents, ['a']);
      const put = (content: number) => documents.change([{ kind: 'note', id: 'a', ifVersion: 1, put: content }]);
      const results = await Promise.allSettled([put(1), put(2), put(3)]);
      expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
      expect(await documents.get('note', 'a')).toMatchObject({ version: 2, content: 1 });
    });

    it('leave alerts alone, also those that retention removes', async ({ journal }) => {
      await fill(journal.documents, ['a']);
      await journal.append(sampleAlerts(5));
      expect(await journal.prune({ maxAlerts: 0 })).toMatchObject({ removed: 5 });
      expect(await journal.documents.list('note')).toHaveLength(1);
    });
  });
}

async function fill(documents: Documents, ids: readonly string[]): Promise<void> {
  await documents.change(ids.map((id) => ({ kind: 'note', id, put: id })));
}
