import type { LabelTexts } from './calls.ts';
import type { Connection } from './connection.ts';
import { integer } from './row.ts';

/** Hosts and namespaces come and go; this bounds what is remembered of them. */
const maxRemembered = 20_000;

/** Finds or makes the rows of `labels`, and remembers those in use. */
export class Labels {
  readonly #connection: Connection;
  readonly #ids = new Map<string, number>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  id(texts: LabelTexts): number {
    const key = texts.join('\0');
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    if (this.#ids.size >= maxRemembered) this.#ids.clear();
    const id = this.#find(texts) ?? this.#insert(texts);
    this.#ids.set(key, id);
    return id;
  }

  /** After rows were removed, or a transaction that made some was rolled back. */
  forget(): void {
    this.#ids.clear();
  }

  #find(texts: LabelTexts): number | undefined {
    const row = this.#connection.get(
      'SELECT id FROM labels WHERE rule = ? AND priority = ? AND source = ? AND hostname = ? AND namespace = ?',
      ...texts,
    );
    return row && integer(row, 'id');
  }

  #insert(texts: LabelTexts): number {
    const { lastInsertRowid } = this.#connection
      .statement('INSERT INTO labels (rule, priority, source, hostname, namespace) VALUES (?, ?, ?, ?, ?)')
      .run(...texts);
    return Number(lastInsertRowid);
  }
}
