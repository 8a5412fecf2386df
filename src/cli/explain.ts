import { z } from 'zod';
import { humanTime } from '#alert/time.ts';
import { entryFromJson } from '#api/entry-json.ts';
import { apiClient, apiOptions, listIn, type ApiClient } from './api-client.ts';
import { UsageError, type Command } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import { clockTime, table } from './table.ts';

const fate = z.looseObject({
  output: z.string(),
  fate: z.enum(['delivered', 'suppressed', 'dead', 'retrying', 'waiting']),
  atMs: z.number().optional(),
  attempts: z.number().optional(),
  latencyMs: z.number().optional(),
  nextAttemptAtMs: z.number().optional(),
  status: z.number().optional(),
  answer: z.string().optional(),
  reason: z.string().optional(),
});
type Fate = z.output<typeof fate>;

export const explain: Command = {
  name: 'explain',
  summary: 'tells what became of an alert at each output',
  operands: '[options] [id]',
  details: 'The id is the uuid that outputs show, or the number that "tiercel dead-letters" lists.',
  options: {
    query: { type: 'string', value: 'QUERY', description: 'The newest alert that it finds, instead of an id.' },
    json: { type: 'boolean', description: 'The same as JSON.' },
    ...apiOptions,
  },
  maxOperands: 1,
  examples: [
    { command: 'tiercel explain 0b9e6f4e-7a53-4f6e-9c0a-2f6f1d4f8f0d', explanation: 'Was this alert delivered?' },
    { command: 'tiercel explain --query \'rule:"Terminal shell*"\'', explanation: 'The newest of a rule' },
    { command: 'tiercel explain 42', explanation: 'The alert number 42 of the journal' },
  ],
  async run(invocation, terminal) {
    const api = apiClient(invocation, terminal);
    const query = invocation.text('query');
    const id = query === undefined ? invocation.operands[0] : await newestOf(query, api);
    if (!id) throw new UsageError('Which alert? Give its uuid or number, or find it by --query');
    const answer = await api.get(`/alerts/${encodeURIComponent(id)}`);
    if (invocation.flag('json')) {
      terminal.stdout.write(`${JSON.stringify(answer)}\n`);
      return exitCodes.ok;
    }
    const { seq, receivedAtMs, alert } = entryFromJson(answer['entry']);
    const fates = z.array(fate).parse(listIn(answer, 'fates'));
    const rows = fates.map((one) => [one.output, one.fate, told(one)]);
    terminal.stdout.write(
      [
        `${alert.priority}: ${alert.rule}`,
        `  ${alert.output}`,
        `  alert ${alert.uuid} (number ${seq}), time ${humanTime(alert.time)}, received ${clockTime(receivedAtMs)}`,
        '',
        ...(rows.length > 0 ? table(['OUTPUT', 'FATE', ''], rows) : ['No output was configured when it came.']),
        '',
      ].join('\n'),
    );
    return exitCodes.ok;
  },
};

function told(one: Fate): string {
  const attempts = one.attempts === undefined ? '' : `${one.attempts} ${one.attempts === 1 ? 'attempt' : 'attempts'}`;
  const parts = [
    one.atMs === undefined ? '' : clockTime(one.atMs),
    attempts,
    one.latencyMs === undefined ? '' : `${Math.round(one.latencyMs)} ms`,
    one.status === undefined ? '' : `status ${one.status}`,
    one.nextAttemptAtMs === undefined ? '' : `next attempt ${clockTime(one.nextAttemptAtMs)}`,
    one.reason ?? '',
    one.answer ? `answer: ${JSON.stringify(one.answer.slice(0, 200))}` : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/** @throws Error when it finds none */
async function newestOf(query: string, api: ApiClient): Promise<string> {
  const [newest] = listIn(await api.get('/alerts', { query, limit: '1' }), 'alerts');
  if (newest === undefined) throw new Error(`The query finds no alert in the journal of ${api.url}: ${query}`);
  return String(entryFromJson(newest).seq);
}
