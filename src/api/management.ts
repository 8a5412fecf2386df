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
const deadLetterQuery = z.strictObject({ output: z.string().optional(), before: seq.optional(), limit: page });
const selection = z.strictObject({
  output: z.string().min(1).optional(),
  seqs: z.array(z.int().min(1)).min(1).max(10_000).optional(),
  all: z.literal(true).optional(),
});
const nothing = z.strictObject({});
const redriveBody = selection.refine(namesSome, nothingNamed);
const dropBody = selection.extend({ reason: z.string().min(1).max(500).optional() }).refine(namesSome, nothingNamed);

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

  api.get('/outputs', async (context) => {
    const { outputs } = await status();
    return context.json({ outputs: outputs.map(({ health, ledger }) => ({ ...health, ledger })) });
  });

  api.post('/outputs/:name/test', async (context) => {
    nothing.parse(await body(context));
    const name = context.req.param('name');
    const result = await tryOut(name);
    return result ? context.json(result) : context.json({ error: `There is no output ${JSON.stringify(name)}` }, 404);
  });

  api.get('/dead-letters', async (context) => {
    const { output, before, limit } = deadLetterQuery.parse(context.req.query());
    const letters = await journal.deadLetters({
      limit,
      ...(output !== undefined && { output }),
      ...(before !== undefined && { beforeSeq: before }),
    });
    return jsonText(context, `{"deadLetters":[${letters.map(deadLetterJson).join(',')}]}`);
  });

  api.post('/dead-letters/redrive', async (context) => {
    const found = await journal.redrive(selected(redriveBody.parse(await body(context))));
    delivery.wake([...new Set(found.map(({ output }) => output))]);
    return context.json({ redriven: found.length });
  });

  api.post('/dead-letters/drop', async (context) => {
    const { reason, ...chosen } = dropBody.parse(await body(context));
    const found = await journal.drop(selected(chosen), reason ?? 'dropped by the operator');
    return context.json({ dropped: found.length });
  });

  return api;
}

function namesSome({ output, seqs, all }: z.output<typeof selection>): boolean {
  return (output ?? seqs ?? all) !== undefined;
}

function selected({ output, seqs }: z.output<typeof selection>): DeadLetterSelection {
  return { ...(output !== undefined && { output }), ...(seqs && { seqs }) };
}

/** Only JSON, which a web page of another origin cannot send without asking first. */
async function body(context: Context): Promise<unknown> {
  if (!/^application\/json\b/i.test(context.req.header('Content-Type') ?? '')) return undefined;
  return context.req.json();
}

function deadLetterJson({ entry, ...letter }: DeadLetter): string {
  return `{"entry":${entryJson(entry)},${JSON.stringify(letter).slice(1)}`;
}
