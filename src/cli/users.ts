import { z } from 'zod';
import { apiClient, apiOptions, listIn, type ApiClient } from './api-client.ts';
import { UsageError, type Command, type Invocation, type Terminal } from './command.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { readPassword } from './read-password.ts';
import { clockTime, table } from './table.ts';

const user = z.looseObject({
  login: z.string(),
  name: z.string(),
  role: z.string(),
  lastSeenMs: z.number().optional(),
  isDisabled: z.boolean(),
  sessions: z.number(),
  isFixed: z.boolean(),
});

export const users: Command = {
  name: 'users',
  summary: 'lists who may log in to the console, adds and removes people, and sets passwords',
  operands: '[list|add|passwd|remove] [options] [login]',
  details: [
    'On the machine itself no account is needed, if the journal of the running Tiercel can be read: so nobody is locked out.',
    'The password is asked for, or read from standard input. A new password ends the sessions of that person.',
  ].join('\n'),
  options: {
    role: { type: 'string', short: 'r', value: 'ROLE', description: 'viewer (default), responder or admin.' },
    name: { type: 'string', short: 'n', value: 'NAME', description: 'The name to show.' },
    json: { type: 'boolean', description: 'JSON instead of a table.' },
    ...apiOptions,
  },
  maxOperands: 2,
  examples: [
    { command: 'tiercel users', explanation: 'Who there is, with which role' },
    {
      command: 'tiercel users add ada --role admin --name "Ada Lovelace"',
      explanation: 'One more, who may do everything',
    },
    { command: 'tiercel users passwd ada', explanation: 'When a password is forgotten' },
    { command: 'tiercel users remove ada', explanation: 'Out at once' },
  ],
  async run(invocation, terminal) {
    const [action = 'list', login] = invocation.operands;
    const api = apiClient(invocation, terminal);
    if (action === 'list') return list(invocation, terminal, api);
    if (!['add', 'passwd', 'remove'].includes(action)) {
      throw new UsageError(`There is no action ${JSON.stringify(action)}: use list, add, passwd or remove`);
    }
    if (login === undefined) throw new UsageError('Who? Give a login');
    terminal.stdout.write(await act(action, login, invocation, terminal, api));
    return exitCodes.ok;
  },
};

async function list(invocation: Invocation, { stdout }: Terminal, api: ApiClient): Promise<ExitCode> {
  const found = listIn(await api.get('/users'), 'users');
  if (invocation.flag('json')) {
    for (const one of found) stdout.write(`${JSON.stringify(one)}\n`);
    return exitCodes.ok;
  }
  if (found.length === 0) {
    stdout.write(
      'Nobody yet: open the link that "tiercel serve" printed, or "tiercel users add LOGIN --role admin".\n',
    );
    return exitCodes.ok;
  }
  const rows = found.map((one) => {
    const { login, name, role, lastSeenMs, sessions, isDisabled, isFixed } = user.parse(one);
    const notes = [isDisabled ? 'disabled' : '', isFixed ? 'from the configuration' : ''].filter((note) => note !== '');
    return [
      login,
      name,
      role,
      lastSeenMs === undefined ? '' : clockTime(lastSeenMs),
      String(sessions),
      notes.join(', '),
    ];
  });
  stdout.write(`${table(['LOGIN', 'NAME', 'ROLE', 'LAST SEEN', 'SESSIONS', ''], rows).join('\n')}\n`);
  return exitCodes.ok;
}

async function act(
  action: string,
  login: string,
  invocation: Invocation,
  terminal: Terminal,
  api: ApiClient,
): Promise<string> {
  const path = `/users/${encodeURIComponent(login)}`;
  if (action === 'remove') {
    await api.send('DELETE', path);
    return `${login} is removed, and logged out everywhere.\n`;
  }
  const password = await readPassword(`Password for ${login}: `, process.stdin, terminal);
  if (action === 'passwd') {
    await api.send('PATCH', path, { password });
    return `${login} has a new password, and is logged out everywhere.\n`;
  }
  const name = invocation.text('name');
  const role = invocation.text('role') ?? 'viewer';
  await api.post('/users', { login, role, password, ...(name !== undefined && { name }) });
  return `${login} may log in, as ${role}.\n`;
}
