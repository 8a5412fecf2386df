import { Hono } from 'hono';
import { z } from 'zod';
import { parsePriority } from '#alert/priority.ts';
import type { Journal } from '#journal/journal.ts';
import type { StatusView } from './status-page.ts';
import { tailStream } from './tail.ts';

export interface ManagementParts {
  readonly journal: Journal;
  readonly status: () => Promise<StatusView>;
}

const priority = z.string().transform((text, context) => {
  const parsed = parsePriority(text);
  if (!parsed) context.addIssue({ code: 'custom', message: 'must be a priority such as Warning' });
  return parsed ?? z.NEVER;
});
const tailQuery = z.strictObject({ rule: z.string().optional(), priority: priority.optional() });

/** What the command line asks for, besides what the console does. */
export function managementApi({ journal, status }: ManagementParts): Hono {
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
