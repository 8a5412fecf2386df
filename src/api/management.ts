import { Hono, type Context } from 'hono';
import { z } from 'zod';
import { parsePriority } from '#alert/priority.ts';
import type { DeadLetter, DeadLetterSelection, Journal } from '#journal/journal.ts';
import type { Delivery } from '#delivery/delivery.ts';
import type { TryOut } from '#delivery/try-out.ts';
import { entryJson } from './entry-json.ts';
import { jsonText } from './json-text.ts';
import type { StatusView } from './status-page.ts';
import { tailStream } from './tail.ts';

export interface ManagementParts {
  readonly journal: Journal;
  readonly delivery: Pick<Delivery, 'wake'>;
  readonly status: () => Promise<StatusView>;
  /** Sends the test alert to one output. */
  readonly tryOut: (output: string) => Promise<TryOut | undefined>;
}

const maxPage = 1000;
const nothingNamed = 'name an "output", "seqs", or "all": true';
const page = z.coerce.number().int().min(1).max(maxPage).default(50);
const seq = z.coerce.number().int().min(0);
const priority = z.string().transform((text, context) => {
  const parsed = parsePriority(text);
  if (!parsed) context.addIssue({ code: 'custom', message: 'must be a priority such as Warning' });
  return parsed ?? z.NEVER;
});

const tailQuery = z.strictObject({ rule: z.string().optional(), priority: priority.optional() });
const selection = z.strictObject({
  output: z.string().min(1).optional(),
  seqs: z.array(z.int().min(1)).min(1).max(10_000).optional(),
  all: z.literal(true).optional(),
});

/** The part of `/api/v1` that operates the installation: what the CLI uses, and the console will. */
export function managementApi({ journal, delivery, status, tryOut }: ManagementParts): Hono {
  const api = new Hono();

  api.get('/status', async (context) => context.json(await status()));

  api.get('/tail', (context) => {
    const { rule, priority } = tailQuery.parse(context.req.query());
    const stream = tailStream(journal, {
      ...(rule !== undefined && { rule }),
      ...(priority && { minimumPriority: priority }),
    });
    return context.body(stream, 200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  });

  return api;
}
