import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { main } from './faults/program.ts';
import { RunningTiercel } from './security/running-tiercel.ts';

let folder: string;
let tiercel: RunningTiercel;

async function users(operands: readonly string[], input = '', url = tiercel.console) {
  const child = spawn(process.execPath, [main, 'users', ...operands, '--url', url], {
    env: { ...process.env, NO_COLOR: '1', CONSOLE_TOKEN: '' },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
  }
  child.stdin.end(input);
  await once(child, 'close');
  return { code: child.exitCode, output };
}

async function logIn(password: string): Promise<number> {
  const body = JSON.stringify({ login: 'ada', password });
  const headers = { 'Content-Type': 'application/json' };
  return (await fetch(`${tiercel.console}/api/v1/session`, { method: 'POST', headers, body })).status;
}

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'tiercel-users-'));
  const file = path.join(folder, 'tiercel.yaml');
  const lines = [
    'listenaddress: 127.0.0.1\nlistenport: 0',
    'console: { listenaddress: 127.0.0.1, listenport: 0 }',
    `journal: { path: ${folder}/journal }`,
    'log: { format: json }',
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  tiercel = await RunningTiercel.start(file);
});

afterAll(async () => {
  await tiercel[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

it('prints a link that makes the first user', async () => {
  expect(tiercel.log).toMatch(/"link":"http:\/\/127\.0\.0\.1:\d+\/first#[\w-]{43}"/);
  expect((await users([])).output).toContain('Nobody yet');
});

it('manages users where nobody could log in, by a key that only who runs Tiercel can read', async () => {
  expect(await users(['add', 'ada', '-r', 'admin', '-n', 'Ada Lovelace'], 'difference engine\n')).toEqual({
    code: 0,
    output: 'ada may log in, as admin.\n',
  });
  expect(statSync(path.join(folder, 'journal/local-access.key')).mode & 0o777).toBe(0o600);
  expect(await logIn('difference engine')).toBe(200);
  expect((await users(['list'])).output).toMatch(/ada +Ada Lovelace +admin +\S.* 1/);
  expect((await users(['passwd', 'ada'], 'analytical engine')).code).toBe(0);
  expect([await logIn('difference engine'), await logIn('analytical engine')]).toEqual([401, 200]);
  const removed = await users(['remove', 'ada']);
  expect([removed.code, removed.output]).toEqual([1, expect.stringContaining('make somebody else an admin')]);
});

it('is refused without the key', async () => {
  chmodSync(path.join(folder, 'journal/local-access.key'), 0o644);
  const { code, output } = await users(['list']);
  chmodSync(path.join(folder, 'journal/local-access.key'), 0o600);
  expect([code, output]).toEqual([1, expect.stringContaining('Log in, or send')]);
});

it.for([
  [['burn'], /no action "burn"/],
  [['add'], /Who\? Give a login/],
  [['add', 'bob'], /Which password/],
] as const)('%j says why not', async ([operands, message]) => {
  const { code, output } = await users(operands);
  expect(code).toBe(64);
  expect(output).toMatch(message);
});

it('sends no other file, and no key to anywhere else, whoever asks for it', async () => {
  const seen: (string | undefined)[] = [];
  const secret = path.join(folder, 'id_rsa');
  writeFileSync(secret, 'x'.repeat(43), { mode: 0o600 });
  const thief = createServer((request, response) => {
    seen.push(request.headers.authorization);
    response
      .writeHead(401, { 'X-Tiercel-Local-Key': secret, 'Content-Type': 'application/json' })
      .end('{"error":"no"}');
  }).listen(0, '127.0.0.1');
  await once(thief, 'listening');
  const { port } = z.object({ port: z.number() }).parse(thief.address());
  await users(['list'], '', `http://127.0.0.1:${port}`);
  thief.close();
  expect(seen).toEqual([undefined]);
});

it('leaves no key behind', async () => {
  process.kill(tiercel.pid, 'SIGTERM');
  const key = path.join(folder, 'journal/local-access.key');
  for (let attempt = 0; existsSync(key) && attempt < 100; attempt++) await new Promise((done) => setTimeout(done, 100));
  expect(existsSync(key)).toBe(false);
});
