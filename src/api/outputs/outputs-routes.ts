import { Hono, type Context } from 'hono';
import { z } from 'zod';
import type { TryOut } from '#delivery/try-out.ts';
import { ApiFailure } from '../api-failure.ts';
import { requireRole } from '../caller.ts';
import { sendBody } from '../contract/alerts.ts';
import type { Output, OutputDetail, Outputs, TestResult } from '../contract/outputs.ts';
import { jsonBody } from '../json-body.ts';
import { remoteAddress } from '../remote-address.ts';
import { outputView, present } from './output-view.ts';
import type { OutputsParts } from './outputs-source.ts';

const nothing = z.strictObject({});

/** How outputs are, and what can be done to one. */
export function outputsRoutes(parts: OutputsParts): Hono {
  const { outputs, delivery, journal, clock } = parts;
  const api = new Hono();

  api.get('/outputs', async (context) => {
    const { file } = outputs.configuration();
    const answer: Outputs = {
      outputs: await views(parts),
      nowMs: clock.now(),
      ...present({ configurationFile: file }),
    };
    return context.json(answer);
  });

  api.get('/outputs/:name', async (context) => {
    const name = context.req.param('name');
    const output = (await views(parts)).find((each) => each.name === name);
    const listing = outputs.types.find(({ id }) => id === output?.type);
    if (!output || !listing) throw noOutput(name);
    const { about } = await listing.load();
    const { name: _, type: __, ...options } = effectiveOf(parts, name, output.type);
    const { summary, setup, website } = about;
    const schema = { ...listing.schema };
    const answer: OutputDetail = { output, options, schema, summary, website, ...present({ setup }) };
    return context.json(answer);
  });

  api.post('/outputs/:name/test', async (context) => {
    const name = context.req.param('name');
    requireRole(context, 'responder');
    nothing.parse(await jsonBody(context));
    const result = await delivery.tryOut(name, outputs.testAlert());
    if (!result) throw noOutput(name);
    await note(context, parts, 'output.test', name, outcome(result));
    return context.json(testResult(result));
  });

  for (const action of ['pause', 'resume'] as const) {
    api.post(`/outputs/:name/${action}`, async (context) => {
      const name = context.req.param('name');
      const { login } = requireRole(context, 'responder');
      nothing.parse(await jsonBody(context));
      const isDone = action === 'pause' ? await delivery.pause(name, login) : await delivery.resume(name);
      if (!isDone) throw noOutput(name);
      await note(context, parts, `output.${action}`, name);
      return context.json({ done: true });
    });
  }

  api.post('/alerts/:id/send', async (context) => {
    requireRole(context, 'responder');
    const { output } = sendBody.parse(await jsonBody(context));
    const id = context.req.param('id');
    const found = await journal.explain(/^\d+$/.test(id) ? Number(id) : id);
    if (!found) throw new ApiFailure(404, `There is no alert ${JSON.stringify(id)} in the journal`);
    const result = await delivery.tryOut(output, found.entry.alert);
    if (!result) throw noOutput(output);
    await note(context, parts, 'alert.send', found.entry.alert.uuid, `to ${output}: ${outcome(result)}`);
    return context.json(testResult(result));
  });

  return api;
}

/** Those in the configuration, in its order. */
async function views(parts: OutputsParts): Promise<Output[]> {
  const { outputs, delivery, journal } = parts;
  const [rows, testAlert] = [await journal.ledger(), outputs.testAlert()];
  return Promise.all(
    delivery.health().map(async (health) => {
      const listing = outputs.types.find(({ id }) => id === health.type);
      return outputView({
        health,
        testAlert,
        ledger: rows.find(({ output }) => output === health.name),
        configured: outputs.configuration().outputs.find(({ name }) => name === health.name),
        effective: effectiveOf(parts, health.name, health.type),
        about: (await listing?.load())?.about,
      });
    }),
  );
}

/** Where an option lists destinations, each is an output, named after the one in the configuration. */
function effectiveOf({ outputs }: OutputsParts, name: string, type: string): Readonly<Record<string, unknown>> {
  const all = outputs.configuration().effective.outputs;
  const one = all.find((each) => each['name'] === name);
  return one ?? all.find((each) => each['type'] === type && name.startsWith(`${String(each['name'])}-`)) ?? {};
}

function testResult({ isDelivered, latencyMs, status, answer, error }: TryOut): TestResult {
  return { isDelivered, latencyMs, ...present({ status, answer, error }) };
}

function outcome({ isDelivered, error }: TryOut): string {
  return isDelivered ? 'delivered' : (error ?? 'not delivered');
}

function noOutput(name: string): ApiFailure {
  return new ApiFailure(404, `There is no output ${JSON.stringify(name)}: the configuration does not name it`);
}

/** Writes into the audit trail what a caller did. */
export async function note(
  context: Context,
  { triage }: Pick<OutputsParts, 'triage'>,
  action: string,
  subject: string,
  detail?: string,
): Promise<void> {
  const { login } = context.get('caller');
  await triage.audit.add({ by: login, action, subject, ...present({ detail, address: remoteAddress(context) }) });
}
