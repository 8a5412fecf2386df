import { isAuditRecord } from '#alert/audit-record.ts';
import { isAtLeast, type Priority } from '#alert/priority.ts';
import type { Entry, Journal } from '#journal/journal.ts';
import { entryJson } from './entry-json.ts';

export interface TailFilter {
  readonly minimumPriority?: Priority;
  readonly rule?: string;
}

/** How many alerts wait for a slow reader before the next are dropped and counted. */
const maxWaiting = 1000;
/** Proxies close what stays silent; a comment keeps the stream open. */
const keepAliveMs = 15_000;

/**
 * The live tail, without records of audit events unless they are asked for by their rule, as server-sent events: `event: alert` with an entry, and `event: dropped` with a number where the reader was
 * too slow, so that a gap never goes unnoticed. See https://html.spec.whatwg.org/multipage/server-sent-events.html.
 */
export function tailStream(journal: Pick<Journal, 'subscribe'>, filter: TailFilter): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let stop = () => {};

  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        let dropped = 0;
        const send = (text: string) => controller.enqueue(encoder.encode(text));
        const unsubscribe = journal.subscribe((entries) => {
          for (const entry of entries) {
            if (!matches(entry, filter)) continue;
            if ((controller.desiredSize ?? 0) <= 0) {
              dropped++;
              continue;
            }
            if (dropped > 0) send(`event: dropped\ndata: ${dropped}\n\n`);
            dropped = 0;
            send(`event: alert\nid: ${entry.seq}\ndata: ${entryJson(entry)}\n\n`);
          }
        });
        const keepAlive = setInterval(() => send(': still here\n\n'), keepAliveMs);
        stop = () => {
          unsubscribe();
          clearInterval(keepAlive);
        };
        send(': following\n\n');
      },
      cancel: () => stop(),
    },
    { highWaterMark: maxWaiting },
  );
}

function matches({ alert }: Entry, { minimumPriority, rule }: TailFilter): boolean {
  if (rule !== undefined && alert.rule !== rule) return false;
  if (rule === undefined && isAuditRecord(alert)) return false;
  return !minimumPriority || isAtLeast(alert.priority, minimumPriority);
}
