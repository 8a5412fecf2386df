import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { freePort, main, Program, until } from './faults/program.ts';

const alert = (output: string) =>
  JSON.stringify({ output, priority: 'Error', rule: 'A rule', time: '2026-11-24T10:00:00Z', output_fields: { a: 1 } });

let folder: string;
let sink: Server;
let url: string;
let arrived: string[];
const programs: Program[] = [];

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'tiercel-serve-'));
  arrived = [];
  sink = createServer((request, response) => {
    request.resume().on('end', () => {
      arrived.push(request.url ?? '');
      response.end();
    });
  }).listen(0, '127.0.0.1');
  await once(sink, 'listening');
  const address = sink.address();
  url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
});

afterEach(async () => {
  await Promise.all(programs.splice(0).map((program) => program.end('SIGKILL')));
  sink.close();
  sink.closeAllConnections();
  rmSync(folder, { recursive: true, force: true });
});

async function program(configuration: string, ports?: { listen: number; console: number }): Promise<Program> {
  const made = new Program(folder, ports ?? { listen: await freePort(), console: await freePort() }, configuration);
  programs.push(made);
  return made;
}

const webhook = (path_: string) => `webhook: { address: '${url}/${path_}' }\n`;

it('takes over a changed file, and keeps the old configuration when the new one is wrong', async () => {
  const running = await program(webhook('one'));
  await running.start();
  await fetch(running.url, { method: 'POST', body: alert('a') });
  await until(() => arrived.includes('/one'), 'the first alert');

  const original = readFileSync(running.file, 'utf8');
  writeFileSync(running.file, original.replace('/one', '/two'));
  await until(() => running.log.includes('The new configuration is in force'), 'the reload');
  await fetch(running.url, { method: 'POST', body: alert('b') });
  await until(() => arrived.includes('/two'), 'the second alert');

  writeFileSync(running.file, original.replace('address', 'adress'));
  await until(() => running.log.includes('The new configuration is refused'), 'the refusal');
  expect(running.log).toContain('Did you mean');
  await fetch(running.url, { method: 'POST', body: alert('c') });
  await until(() => arrived.length === 3, 'the third alert');
  expect(arrived).toEqual(['/one', '/two', '/two']);
});

it('ends with 1 and says which port is taken', async () => {
  const first = await program('stdout: { enabled: false }\n');
  await first.start();
  const ports = { listen: Number(new URL(first.url).port), console: await freePort() };
  const second = await program(
    `journal: { path: ${path.join(folder, 'another')} }\nstdout: { enabled: false }\n`,
    ports,
  );
  expect(await second.startInVain()).toBe(1);
  expect(second.log).toMatch(new RegExp(`:${ports.listen} .*another program uses the port.*"listenport"`));
});

it('ends with 1 when another process has the journal', async () => {
  const first = await program('stdout: { enabled: false }\n');
  await first.start();
  const second = await program('stdout: { enabled: false }\n');
  expect(await second.startInVain()).toBe(1);
  expect(second.log).toMatch(/Another process uses the journal/);
});

it('delivers what was owed before a stop after the next start, once', async () => {
  const closed = await freePort();
  const ports = { listen: await freePort(), console: await freePort() };
  const down = await program(`webhook: { address: 'http://127.0.0.1:${closed}/' }\n`, ports);
  await down.start();
  for (const text of ['a', 'b', 'c']) await fetch(down.url, { method: 'POST', body: alert(text) });
  expect(await down.end('SIGTERM')).toBe(0);

  const up = await program(webhook('late'), ports);
  await up.start();
  await until(() => arrived.length >= 3, 'the alerts');
  expect(await up.end('SIGTERM')).toBe(0);
  expect(arrived).toEqual(['/late', '/late', '/late']);
});

it('goes on when whoever reads its standard output leaves, configured by the environment alone', async () => {
  const [listen, page] = [await freePort(), await freePort()];
  const child = spawn(process.execPath, [main], {
    env: {
      ...process.env,
      LISTENADDRESS: '127.0.0.1',
      LISTENPORT: String(listen),
      CONSOLE_LISTENPORT: String(page),
      JOURNAL_PATH: path.join(folder, 'journal'),
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const closed = once(child, 'close');
  try {
    const base = `http://127.0.0.1:${listen}`;
    await until(async () => (await fetch(`${base}/ping`).catch(() => undefined))?.ok === true, 'Tiercel to answer');
    child.stdout.destroy();
    const statuses: number[] = [];
    for (const text of ['a', 'b', 'c']) {
      statuses.push((await fetch(base, { method: 'POST', body: alert(text) })).status);
    }
    expect(statuses).toEqual([200, 200, 200]);
    const failing = async () => (await (await fetch(`${base}/readyz`)).text()).includes('Output stdout is');
    await until(failing, 'the failure of the output to show');
    expect(child.exitCode).toBeNull();
  } finally {
    child.kill('SIGTERM');
    await closed;
  }
  expect(child.exitCode).toBe(0);
});
