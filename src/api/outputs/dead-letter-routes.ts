import { Hono } from 'hono';
import type { z } from 'zod';
import type { DeadLetter, DeadLetterSelection } from '#journal/journal.ts';
import { requireRole } from '../caller.ts';
import { deadLetterSelection, deadLettersQuery, dropBody, type DeadLetterReasons } from '../contract/outputs.ts';
import { entryJson } from '../entry-json.ts';
import { jsonBody } from '../json-body.ts';
import { jsonText } from '../json-text.ts';
import { deadLetterRemedy } from './dead-letter-remedy.ts';
import { present } from './output-view.ts';
import { note } from './outputs-routes.ts';
import type { OutputsParts } from './outputs-source.ts';

/** What outputs refused for good, and what becomes of it. */
export function deadLetterRoutes(parts: OutputsParts): Hono {
  const { journal, delivery } = parts;
  const api = new Hono();

  api.get('/dead-letters', async (context) => {
    const { output, reason, before, limit } = deadLettersQuery.parse(context.req.query());
    const letters = await journal.deadLetters({ limit, ...present({ output, reason, beforeSeq: before }) });
    const last = letters.length >= limit ? letters.at(-1) : undefined;
    const next = last ? `,"next":${last.seq}` : '';
    return jsonText(context, `{"deadLetters":[${letters.map(deadLetterJson).join(',')}]${next}}`);
  });

  api.get('/dead-letters/reasons', async (context) => {
    const found = await journal.deadLetterReasons();
    const reasons = found.map((each) => ({ ...each, ...present({ remedy: deadLetterRemedy(each.reason) }) }));
    const answer: DeadLetterReasons = { reasons };
    return context.json(answer);
  });

  api.post('/dead-letters/redrive', async (context) => {
    requireRole(context, 'responder');
    const chosen = deadLetterSelection.parse(await jsonBody(context));
    const found = await journal.redrive(selected(chosen));
    delivery.wake([...new Set(found.map(({ output }) => output))]);
    await note(context, parts, 'dead-letters.redrive', subjectOf(chosen), `${found.length} given back`);
    return context.json({ redriven: found.length });
  });

  api.post('/dead-letters/drop', async (context) => {
    const { login } = requireRole(context, 'responder');
    const { because, ...chosen } = dropBody.parse(await jsonBody(context));
    const found = await journal.drop(selected(chosen), because ?? `dropped by ${login}`);
    const why = because === undefined ? '' : `: ${because}`;
    await note(context, parts, 'dead-letters.drop', subjectOf(chosen), `${found.length} dropped${why}`);
    return context.json({ dropped: found.length });
  });

  return api;
}

type Chosen = z.output<typeof deadLetterSelection>;

function selected({ output, reason, seqs }: Chosen): DeadLetterSelection {
  return present({ output, reason, seqs });
}

function subjectOf({ output, reason, seqs }: Chosen): string {
  const which = [reason, seqs && (seqs.length === 1 ? `number ${seqs[0]}` : `${seqs.length} numbers`)];
  return [output ?? 'every output', ...which.filter((part) => part !== undefined)].join(', ');
}

function deadLetterJson({ entry, ...letter }: DeadLetter): string {
  return `{"entry":${entryJson(entry)},${JSON.stringify(letter).slice(1)}`;
}
