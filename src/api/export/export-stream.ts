import type { FindQuery } from '#journal/counting.ts';
import type { Entry } from '#journal/journal.ts';
import { csvColumns, csvRow } from './csv.ts';

export const exportTypes = {
  ndjson: 'application/x-ndjson; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  json: 'application/json',
} as const;
export type ExportFormat = keyof typeof exportTypes;

type Page = Pick<FindQuery, 'sort' | 'order' | 'after' | 'limit'>;

/** What stands before the first alert, between two, and after the last. */
interface Frame {
  readonly start: string;
  readonly between: string;
  readonly end: string;
  readonly entry: (entry: Entry) => string;
}

const pageLength = 500;

/**
 * Everything that is found, newest first, read a page at a time when whoever takes it is ready for more. Where reading fails,
 * the stream breaks off, so that a part is not taken for the whole.
 */
export function exportStream(
  find: (page: Page) => Promise<readonly Entry[]>,
  format: ExportFormat,
  columns: string | undefined,
): ReadableStream<Uint8Array> {
  const { start, between, end, entry } = frameOf(format, columns);
  const encoder = new TextEncoder();
  let after: Page['after'];
  let separator = start;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const page = await find({ sort: 'time', order: 'desc', limit: pageLength, ...(after && { after }) });
        let text = '';
        for (const each of page) {
          text += separator + entry(each);
          separator = between;
        }
        const last = page.at(-1);
        if (last) after = { seq: last.seq, priority: last.alert.priority };
        const isDone = page.length < pageLength;
        if (isDone) text += (separator === start ? start : '') + end;
        if (text !== '') controller.enqueue(encoder.encode(text));
        if (isDone) controller.close();
      },
    },
    { highWaterMark: 1 },
  );
}

function frameOf(format: ExportFormat, columns: string | undefined): Frame {
  if (format === 'csv') {
    const names = csvColumns(columns);
    return { start: csvRow(names), between: '', end: '', entry: (entry) => csvRow(names, entry) };
  }
  if (format === 'json') return { start: '[\n', between: ',\n', end: '\n]\n', entry: ({ alert }) => alert.json };
  return { start: '', between: '', end: '', entry: ({ alert }) => `${alert.json}\n` };
}
