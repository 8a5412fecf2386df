import type { z } from 'zod';
import type { Json } from '#kit/json.ts';
import type { Documents } from '#journal/documents.ts';

/** All documents of one kind, read once and held: there are few, and each request asks. */
export class Records<Content extends Json> {
  readonly #documents: Documents;
  readonly #kind: string;
  readonly #byId: Map<string, Content>;

  /** What does not have the shape of its kind is left out, so that one bad record locks nobody out. */
  static async open<Content extends Json>(
    documents: Documents,
    kind: string,
    schema: z.ZodType<Content>,
  ): Promise<Records<Content>> {
    const stored = await documents.list(kind);
    const entries = stored.flatMap(({ id, content }): [string, Content][] => {
      const { data } = schema.safeParse(content);
      return data === undefined ? [] : [[id, data]];
    });
    return new Records(documents, kind, new Map(entries));
  }

  private constructor(documents: Documents, kind: string, byId: Map<string, Content>) {
    this.#documents = documents;
    this.#kind = kind;
    this.#byId = byId;
  }

  get size(): number {
    return this.#byId.size;
  }

  get(id: string): Content | undefined {
    return this.#byId.get(id);
  }

  entries(): readonly (readonly [id: string, content: Content])[] {
    return [...this.#byId];
  }

  /** Counts once it is on disk. */
  async put(id: string, content: Content): Promise<void> {
    await this.#documents.change([{ kind: this.#kind, id, put: content }]);
    this.#byId.set(id, content);
  }

  /** Counts at once: who logs in must get in although the disk is full. */
  async putSoon(id: string, content: Content): Promise<void> {
    this.#byId.set(id, content);
    await this.#documents.change([{ kind: this.#kind, id, put: content }]);
  }

  /** Counts at once. */
  async remove(ids: readonly string[]): Promise<void> {
    const there = ids.filter((id) => this.#byId.delete(id));
    if (there.length === 0) return;
    await this.#documents.change(there.map((id) => ({ kind: this.#kind, id, remove: true }) as const));
  }
}
