import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';

/** What the console's figures are compared with: the same numbers by a plain GROUP BY over the same file. */
export class PlainGroupBy implements Disposable {
  readonly #database: DatabaseSync;

  /** @param folder of the journal */
  constructor(folder: string) {
    this.#database = new DatabaseSync(path.join(folder, 'tiercel.db'), { readOnly: true });
  }

  /** @throws Error where the histogram of the answer has other sums than the table */
  histogram(url: string, answer: unknown): number {
    const { bucketMs, series } = histogramAnswer.parse(answer);
    const { fromMs, untilMs } = rangeOf(url);
    const { rows, ms } = this.#count([`received_at / ${bucketMs}`, 'priority'], fromMs, untilMs);
    const counted = series.flatMap(({ counts }) => counts).filter((count) => count > 0);
    assertSame('histogram', counted, rows);
    return ms;
  }

  /** @throws Error where a filter of the answer has other sums than the table */
  facets(url: string, answer: unknown): number {
    const { fromMs, untilMs } = rangeOf(url);
    let total = 0;
    for (const { dimension, values, otherCount } of facetsAnswer.parse(answer).facets) {
      if (dimension === 'tag') continue;
      const { rows, ms } = this.#count([`labels.${dimension}`], fromMs, untilMs);
      const shown = values.map(({ count }) => count);
      const sum = rows.reduce((all, count) => all + count, 0);
      if (shown.reduce((all, count) => all + count, otherCount) !== sum || shown.some((count) => !rows.includes(count)))
        throw new Error(`The filter ${dimension} has other numbers than the table`);
      total += ms;
    }
    return total;
  }

  [Symbol.dispose](): void {
    this.#database.close();
  }

  #count(
    by: readonly string[],
    fromMs: number,
    untilMs: number,
  ): { readonly rows: readonly number[]; readonly ms: number } {
    const statement = this.#database.prepare(
      `SELECT ${by.join(', ')}, count(*) AS count FROM alerts JOIN labels ON labels.id = alerts.label
       WHERE received_at >= ? AND received_at < ? GROUP BY ${by.map((_, index) => index + 1).join(', ')}`,
    );
    const startedAtMs = performance.now();
    const rows = statement.all(fromMs, untilMs);
    const ms = performance.now() - startedAtMs;
    return { rows: rows.map(({ count }) => Number(count)), ms };
  }
}

const number = z.number();
const histogramAnswer = z.object({ bucketMs: number, series: z.array(z.object({ counts: z.array(number) })) });
const facetsAnswer = z.object({
  facets: z.array(
    z.object({ dimension: z.string(), values: z.array(z.object({ count: number })), otherCount: number }),
  ),
});

interface Range {
  readonly fromMs: number;
  readonly untilMs: number;
}

function rangeOf(url: string): Range {
  const { searchParams } = new URL(url);
  return { fromMs: Number(searchParams.get('from')), untilMs: Number(searchParams.get('until')) };
}

function assertSame(what: string, counted: readonly number[], rows: readonly number[]): void {
  const sorted = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b).join();
  if (sorted(counted) !== sorted(rows)) throw new Error(`The ${what} has other numbers than the table`);
}
