import { z } from 'zod';
import type { Documents } from '#journal/documents.ts';

/** Somebody wants nothing sent to an output for a while. */
export interface Pause {
  readonly by: string;
  readonly atMs: number;
}

const kind = 'output-pause';
const content = z.object({ by: z.string(), atMs: z.number() });

/** Which outputs are paused, kept so that they still are after a restart. */
export class OutputPauses {
  readonly #documents: Documents | undefined;
  readonly #pauses: Map<string, Pause>;

  /** @param documents Without them, a pause ends with the process. */
  constructor(documents?: Documents, pauses: ReadonlyMap<string, Pause> = new Map()) {
    this.#documents = documents;
    this.#pauses = new Map(pauses);
  }

  static async open(documents: Documents): Promise<OutputPauses> {
    const pauses = new Map<string, Pause>();
    for (const stored of await documents.list(kind)) {
      const pause = content.safeParse(stored.content);
      if (pause.success) pauses.set(stored.id, pause.data);
    }
    return new OutputPauses(documents, pauses);
  }

  get(output: string): Pause | undefined {
    return this.#pauses.get(output);
  }

  /** Resolves when it is on the disk. */
  async set(output: string, pause: Pause): Promise<void> {
    await this.#documents?.change([{ kind, id: output, put: { by: pause.by, atMs: pause.atMs } }]);
    this.#pauses.set(output, pause);
  }

  async end(output: string): Promise<void> {
    await this.#documents?.change([{ kind, id: output, remove: true }]);
    this.#pauses.delete(output);
  }
}
