import { z } from 'zod';
import { catalog } from '#outputs/catalog.generated.ts';
import { outputHelp } from '#reference/output-help.ts';
import { apiClient, apiOptions, listIn } from './api-client.ts';
import { UsageError, type Command, type Invocation, type Terminal } from './command.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { clockTime, table } from './table.ts';

const status = z.looseObject({
  name: z.string(),
  type: z.string(),
  state: z.string(),
  nextAttemptAtMs: z.number().optional(),
  lastError: z.looseObject({ message: z.string() }).optional(),
  delivered: z.number(),
  owed: z.number(),
  dead: z.number(),
  suppressed: z.number(),
});

export const outputs: Command = {
  name: 'outputs',
  summary: 'shows how the outputs of a running Tiercel are, tries one out, or tells the options of a type',
  operands: '[options] [type | test <name>]',
  details:
    'A test goes to that output alone, at once, and is kept nowhere. Its exit code is 1 where the alert was not taken.',
  options: {
    types: { type: 'boolean', description: 'List the types of output there are.' },
    json: { type: 'boolean', description: 'JSON instead of a table.' },
    ...apiOptions,
  },
  maxOperands: 2,
  examples: [
    { command: 'tiercel outputs', explanation: 'State, backlog and last error of each output' },
    { command: 'tiercel outputs --types', explanation: 'What alerts can be sent to' },
    { command: 'tiercel outputs test slack', explanation: 'Does Slack take an alert, and what does it answer?' },
    { command: 'tiercel outputs slack', explanation: 'The options of one type, with an example' },
  ],
  async run(invocation, terminal) {
    const [type, name] = invocation.operands;
    if (invocation.flag('types')) return listTypes(terminal);
    if (type === 'test') return testOutput(name, invocation, terminal);
    if (name !== undefined) throw new UsageError(`Unexpected argument ${JSON.stringify(name)}`);
    return type === undefined ? listOutputs(invocation, terminal) : describeType(type, terminal);
  },
};

function listTypes({ stdout }: Terminal): ExitCode {
  const rows = catalog
    .map(({ id, about }) => [about.category, id, `${about.title}: ${about.summary}`])
    .toSorted(([a = ''], [b = '']) => (a < b ? -1 : Number(a > b)));
  stdout.write(`${table(['CATEGORY', 'TYPE', ''], rows).join('\n')}\n`);
  return exitCodes.ok;
}

function describeType(type: string, { stdout }: Terminal): ExitCode {
  const output = catalog.find(({ id }) => id === type.toLowerCase());
  if (!output)
    throw new Error(`There is no output type ${JSON.stringify(type)}. "tiercel outputs --types" lists them.`);
  stdout.write(`${outputHelp(output)}\n`);
  return exitCodes.ok;
}

const trial = z.looseObject({
  isDelivered: z.boolean(),
  status: z.number().optional(),
  answer: z.string().optional(),
  error: z.string().optional(),
  latencyMs: z.number(),
});

async function testOutput(name: string | undefined, invocation: Invocation, terminal: Terminal): Promise<ExitCode> {
  if (name === undefined) throw new UsageError('Which output? Give its name, as "tiercel outputs" lists it');
  const result = await apiClient(invocation, terminal).post(`/outputs/${encodeURIComponent(name)}/test`, {});
  const { isDelivered, status, answer = '', error, latencyMs } = trial.parse(result);
  if (invocation.flag('json')) {
    terminal.stdout.write(`${JSON.stringify(result)}\n`);
  } else {
    const outcome = isDelivered ? 'took the test alert' : `did not take the test alert: ${error ?? 'no reason given'}`;
    const answered = status === undefined ? '' : `, status ${status}`;
    const lines = [`${name} ${outcome} (${Math.round(latencyMs)} ms${answered})`, ...(answer === '' ? [] : [answer])];
    terminal.stdout.write(`${lines.join('\n  answer: ')}\n`);
  }
  return isDelivered ? exitCodes.ok : exitCodes.failure;
}

async function listOutputs(invocation: Invocation, terminal: Terminal): Promise<ExitCode> {
  const answer = await apiClient(invocation, terminal).get('/outputs');
  if (invocation.flag('json')) {
    terminal.stdout.write(`${JSON.stringify(answer)}\n`);
    return exitCodes.ok;
  }
  const rows = z
    .array(status)
    .parse(listIn(answer, 'outputs'))
    .map(({ name, type, state, delivered, owed, dead, suppressed, lastError, nextAttemptAtMs }) => [
      name,
      type,
      state,
      String(delivered),
      String(owed),
      String(dead),
      String(suppressed),
      state === 'healthy' ? '' : (lastError?.message ?? ''),
      nextAttemptAtMs === undefined || state === 'healthy' ? '' : `next attempt ${clockTime(nextAttemptAtMs)}`,
    ]);
  const head = ['OUTPUT', 'TYPE', 'STATE', 'DELIVERED', 'WAITING', 'DEAD', 'SUPPRESSED', 'LAST ERROR', ''];
  terminal.stdout.write(`${table(head, rows).join('\n')}\n`);
  return exitCodes.ok;
}
