import { z } from 'zod';
import type { Documents } from '#journal/documents.ts';

/** How far a file has been read. */
export interface FilePosition {
  /** See `FoundFile`. */
  readonly id: string;
  readonly path: string;
  readonly pattern: string;
  /** Everything before is done with. */
  readonly offset: number;
  /** By which the file is known again: another may have its number. */
  readonly head: FileHead;
}

/** The first bytes of a file, as a digest. */
export interface FileHead {
  readonly bytes: number;
  readonly digest: string;
}

const kind = 'audit-file';
const content = z.object({
  path: z.string(),
  pattern: z.string(),
  offset: z.number(),
  head: z.object({ bytes: z.number(), digest: z.string() }),
});

/** How far files have been read, kept so that it is known after a restart. */
export class FilePositions {
  readonly #documents: Documents;

  constructor(documents: Documents) {
    this.#documents = documents;
  }

  async list(): Promise<readonly FilePosition[]> {
    return (await this.#documents.list(kind)).flatMap(({ id, content: stored }) => {
      const position = content.safeParse(stored);
      return position.success ? [{ id, ...position.data }] : [];
    });
  }

  /** Resolves when it is on the disk. */
  async keep({ id, path, pattern, offset, head }: FilePosition): Promise<void> {
    const put = { path, pattern, offset, head: { bytes: head.bytes, digest: head.digest } };
    await this.#documents.change([{ kind, id, put }]);
  }

  async forget(id: string): Promise<void> {
    await this.#documents.change([{ kind, id, remove: true }]);
  }
}
