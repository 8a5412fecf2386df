import { z } from 'zod';
import { isJsonObject, type Json } from '#kit/json.ts';
import { entryFromJson } from '#api/entry-json.ts';
import { apiClient, apiOptions, listIn, type ApiClient } from './api-client.ts';
import { integerOption, UsageError, type Command, type Invocation, type Terminal } from './command.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { clockTime, table } from './table.ts';

const letter = z.looseObject({
  output: z.string(),
  seq: z.number(),
  atMs: z.number(),
  attempts: z.number(),
  reason: z.string(),
  status: z.number().optional(),
  answer: z.string().optional(),
});

export const deadLetters: Command = {
  name: 'dead-letters',
  summary: 'lists, shows, redrives or drops what outputs refused for good',
  operands: '[list|show|redrive|drop] [options] [number ...]',
  details: [
    'A dead letter is an alert that one output will not accept. It stays until it is sent again (redrive), given up (drop), or',
    'removed by retention. Numbers are those of the list; without numbers, redrive and drop need --output or --all.',
  ].join('\n'),
  options: {
    output: { type: 'string', short: 'o', value: 'NAME', description: 'Only those of this output.' },
    all: { type: 'boolean', description: 'Redrive or drop every dead letter.' },
    reason: { type: 'string', value: 'TEXT', description: 'Why they are dropped; kept with each alert.' },
    limit: { type: 'string', value: 'N', description: 'List at most this many (default 50).' },
    json: { type: 'boolean', description: 'JSON instead of a table.' },
    ...apiOptions,
  },
  maxOperands: 1000,
  examples: [
    { command: 'tiercel dead-letters', explanation: 'What was refused, newest first' },
    {
      command: 'tiercel dead-letters show 42',
      explanation: 'The whole alert number 42 and the answer of the other side',
    },
    {
      command: 'tiercel dead-letters redrive --output slack',
      explanation: 'Send those of an output again, after mending it',
    },
    { command: 'tiercel dead-letters drop 42 --reason "test data"', explanation: 'Give one up' },
  ],
  async run(invocation, terminal) {
    const [action = 'list', ...numbers] = invocation.operands;
    const api = apiClient(invocation, terminal);
    switch (action) {
      case 'list':
        return list(invocation, terminal, api);
      case 'show':
        return show(numbers, invocation, terminal, api);
      case 'redrive':
      case 'drop':
        return act(action, numbers, invocation, terminal, api);
      default:
        throw new UsageError(`There is no action ${JSON.stringify(action)}: use list, show, redrive or drop`);
    }
  },
};

async function list(invocation: Invocation, { stdout }: Terminal, api: ApiClient): Promise<ExitCode> {
  const limit = integerOption(invocation, 'limit', 50, 1);
  const answer = await api.get('/dead-letters', { output: invocation.text('output'), limit: String(limit) });
  const letters = listIn(answer, 'deadLetters');
  if (invocation.flag('json')) {
    for (const one of letters) stdout.write(`${JSON.stringify(one)}\n`);
    return exitCodes.ok;
  }
  if (letters.length === 0) {
    stdout.write('No dead letters: every output accepted what it was sent.\n');
    return exitCodes.ok;
  }
  const rows = letters.map((one) => {
    const { seq, output, atMs, attempts, status, reason } = letter.parse(one);
    return [String(seq), output, clockTime(atMs), String(attempts), String(status ?? ''), ruleOf(one), reason];
  });
  stdout.write(
    `${table(['NUMBER', 'OUTPUT', 'REFUSED AT', 'ATTEMPTS', 'STATUS', 'RULE', 'REASON'], rows).join('\n')}\n`,
  );
  if (letters.length === limit) stdout.write(`There may be more: raise --limit.\n`);
  return exitCodes.ok;
}

async function show(
  numbers: readonly string[],
  invocation: Invocation,
  { stdout }: Terminal,
  api: ApiClient,
): Promise<ExitCode> {
  const [number] = seqsOf(numbers);
  if (number === undefined) throw new UsageError('Which dead letter? Give its number');
  const query = { output: invocation.text('output'), before: String(number + 1), limit: '1000' };
  const found = listIn(await api.get('/dead-letters', query), 'deadLetters').filter(
    (one) => letter.parse(one).seq === number,
  );
  if (found.length === 0) throw new Error(`There is no dead letter number ${number}`);
  for (const one of found) {
    const { output, atMs, attempts, status, reason, answer } = letter.parse(one);
    stdout.write(
      [
        `Output ${output} refused it at ${clockTime(atMs)} after ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}: ${reason}`,
        status === undefined ? '' : `Status ${status}`,
        answer ? `Answer: ${answer}` : '',
        entryFromJson(entryOf(one)).alert.json,
        '',
      ]
        .filter((line, index, lines) => line !== '' || index === lines.length - 1)
        .join('\n'),
    );
  }
  return exitCodes.ok;
}

async function act(
  action: 'redrive' | 'drop',
  numbers: readonly string[],
  invocation: Invocation,
  { stdout }: Terminal,
  api: ApiClient,
): Promise<ExitCode> {
  const seqs = seqsOf(numbers);
  const output = invocation.text('output');
  if (seqs.length === 0 && !output && !invocation.flag('all')) {
    throw new UsageError(`Which dead letters? Give numbers, --output or --all`);
  }
  const reason = invocation.text('reason');
  const answer = await api.post(`/dead-letters/${action}`, {
    ...(output && { output }),
    ...(seqs.length > 0 && { seqs }),
    ...(invocation.flag('all') && { all: true }),
    ...(action === 'drop' && reason && { because: reason }),
  });
  const count = Number(answer[action === 'redrive' ? 'redriven' : 'dropped']);
  const letters = `${count} dead ${count === 1 ? 'letter' : 'letters'}`;
  stdout.write(action === 'redrive' ? `${letters} given back to be sent again.\n` : `${letters} dropped.\n`);
  return count > 0 ? exitCodes.ok : exitCodes.failure;
}

function seqsOf(numbers: readonly string[]): number[] {
  return numbers.map((text) => {
    const seq = Number(text);
    if (!Number.isSafeInteger(seq) || seq < 1)
      throw new UsageError(`${JSON.stringify(text)} is not the number of a dead letter`);
    return seq;
  });
}

function entryOf(one: Json): Json | undefined {
  return isJsonObject(one) ? one['entry'] : undefined;
}

function ruleOf(one: Json): string {
  return entryFromJson(entryOf(one)).alert.rule;
}
