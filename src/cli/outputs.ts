import { z } from 'zod';
import { catalog } from '#outputs/catalog.generated.ts';
import { outputHelp } from '#reference/output-help.ts';
import { apiClient, apiOptions, listIn } from './api-client.ts';
import type { Command, Invocation, Terminal } from './command.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { clockTime, table } from './table.ts';

const status = z.looseObject({
  name: z.string(),
  type: z.string(),
  state: z.string(),
  nextAttemptAtMs: z.number().optional(),
  lastError: z.looseObject({ message: z.string() }).optional(),
  ledger: z
    .looseObject({ delivered: z.number(), owed: z.number(), dead: z.number(), suppressed: z.number() })
    .optional(),
});

export const outputs: Command = {
  name: 'outputs',
  summary: 'shows how the outputs of a running Tiercel are, or the options of a type',
  operands: '[options] [type]',
  options: {
    types: { type: 'boolean', description: 'List the types of output there are.' },
    json: { type: 'boolean', description: 'JSON instead of a table.' },
    ...apiOptions,
  },
  maxOperands: 1,
  examples: [
    { command: 'tiercel outputs', explanation: 'State, backlog and last error of each output' },
    { command: 'tiercel outputs --types', explanation: 'What alerts can be sent to' },
    { command: 'tiercel outputs slack', explanation: 'The options of one type, with an example' },
  ],
  async run(invocation, terminal) {
    const [type] = invocation.operands;
    if (invocation.flag('types')) return listTypes(terminal);
    return type === undefined ? listOutputs(invocation, terminal) : describeType(type, terminal);
  },
};

function listTypes({ stdout }: Terminal): ExitCode {
  const rows = catalog.map(({ id, about }) => [id, about.category, `${about.title}: ${about.summary}`]);
  stdout.write(`${table(['TYPE', 'CATEGORY', ''], rows).join('\n')}\n`);
  return exitCodes.ok;
}

function describeType(type: string, { stdout }: Terminal): ExitCode {
  const output = catalog.find(({ id }) => id === type.toLowerCase());
  if (!output)
    throw new Error(`There is no output type ${JSON.stringify(type)}. "tiercel outputs --types" lists them.`);
  stdout.write(`${outputHelp(output)}\n`);
  return exitCodes.ok;
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
    .map(({ name, type, state, ledger, lastError, nextAttemptAtMs }) => [
      name,
      type,
      state,
      String(ledger?.delivered ?? 0),
      String(ledger?.owed ?? 0),
      String(ledger?.dead ?? 0),
      String(ledger?.suppressed ?? 0),
      state === 'healthy' ? '' : (lastError?.message ?? ''),
      nextAttemptAtMs === undefined || state === 'healthy' ? '' : `next attempt ${clockTime(nextAttemptAtMs)}`,
    ]);
  const head = ['OUTPUT', 'TYPE', 'STATE', 'DELIVERED', 'WAITING', 'DEAD', 'SUPPRESSED', 'LAST ERROR', ''];
  terminal.stdout.write(`${table(head, rows).join('\n')}\n`);
  return exitCodes.ok;
}
