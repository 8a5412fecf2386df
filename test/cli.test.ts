import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createServer, type Server } from 'node:http';
import { allCommands } from '../src/cli/commands.ts';
import { freePort, main, Program, until } from './faults/program.ts';

const commands = await allCommands();

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

async function tiercel(args: readonly string[], environment: Record<string, string> = {}): Promise<Ended> {
  const child = spawn(process.execPath, [main, ...args], {
    env: { ...process.env, NO_COLOR: '1', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const texts = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (texts.stdout += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (texts.stderr += chunk));
  await once(child, 'close');
  return { code: child.exitCode, ...texts };
}

describe('help', () => {
  it('lists every command', async () => {
    const { code, stdout } = await tiercel(['--help']);
    expect(code).toBe(0);
    for (const { name, summary } of commands) expect(stdout).toMatch(new RegExp(`${name} +${summary.slice(0, 20)}`));
  });

  it.for(commands.map(({ name }) => name))('of %s shows options and examples', async (name) => {
    const { code, stdout } = await tiercel([name, '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain('Options:');
    expect(stdout).toContain('Examples:');
  });
});

describe('a command line that is wrong', () => {
  it.for([
    [['sned'], /no command "sned"\. Did you mean "send"/],
    [['send', '--cuont', '3'], /Unknown option '--cuont'/],
    [['send', '-n', 'many'], /"--count" must be a whole number of at least 1/],
    [['explain'], /Which alert/],
    [['dead-letters', 'burn'], /no action "burn"/],
    [['dead-letters', 'redrive'], /Give numbers, --output or --all/],
  ] as const)('%j ends with 64 and says why', async ([args, message]) => {
    const { code, stderr } = await tiercel(args);
    expect(code).toBe(64);
    expect(stderr).toMatch(message);
  });

  it('says how to reach a Tiercel that does not answer', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const { code, stderr } = await tiercel(['outputs', '--url', url]);
    expect(code).toBe(69);
    expect(stderr).toContain(`No Tiercel answers at ${url}`);
  });

  it('ends with 78 and every problem when the configuration is wrong', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'tiercel-cli-'));
    const file = path.join(folder, 'wrong.yaml');
    writeFileSync(
      file,
      'slack:\n  webhokurl: https://hooks.slack.com/services/T/B/secret\n' +
        '  minimumpriority: warn\nlistenport: 99999\n',
    );
    const { code, stderr } = await tiercel(['check', '-c', file]);
    rmSync(folder, { recursive: true });
    expect(code).toBe(78);
    expect(stderr).toMatch(/wrong\.yaml:2/);
    expect(stderr).toContain('webhookurl');
    expect(stderr).toMatch(/wrong\.yaml:3/);
    expect(stderr).toMatch(/wrong\.yaml:4/);
    expect(stderr).not.toContain('secret');
  });
});

it('makes up the same alerts for the same seed', async () => {
  const [first, second] = await Promise.all([
    tiercel(['send', '--print', '-n', '5', '--seed', '3']),
    tiercel(['send', '--print', '-n', '5', '--seed', '3']),
  ]);
  const rules = ({ stdout }: Ended) =>
    stdout
      .trim()
      .split('\n')
      .map((line) => String(JSON.parse(line).rule));
  expect(rules(first)).toHaveLength(5);
  expect(rules(first)).toEqual(rules(second));
});

describe('against a running Tiercel', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tiercel-cli-'));
  let program: Program;
  let sink: Server;
  let isMended = false;
  const ask = (...args: string[]) => tiercel([...args, '--url', program.api.replace('/api/v1', '')]);

  beforeAll(async () => {
    sink = createServer((request, response) => {
      request.resume().on('end', () => {
        response.statusCode = request.url === '/refuses' && !isMended ? 400 : 200;
        response.end('no such field');
      });
    }).listen(0, '127.0.0.1');
    await once(sink, 'listening');
    const address = sink.address();
    const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
    program = new Program(
      folder,
      { listen: await freePort(), console: await freePort() },
      `outputs:\n  - { name: takes, type: webhook, address: '${url}/takes' }\n  - { name: refuses, type: webhook, address: '${url}/refuses' }\n` +
        `  - { name: picky, type: webhook, address: '${url}/picky', minimumpriority: emergency }\n`,
    );
    await program.start();
  });

  afterAll(async () => {
    await program.end('SIGTERM');
    sink.close();
    sink.closeAllConnections();
    rmSync(folder, { recursive: true, force: true });
  });

  it('sends, tells what became of it, redrives and drops', async () => {
    const file = path.join(folder, 'alerts.ndjson');
    const alert = {
      output: 'x',
      priority: 'Error',
      rule: 'From a file',
      time: '2026-11-24T10:00:00Z',
      output_fields: { a: 1 },
    };
    writeFileSync(file, `${JSON.stringify(alert)}\n${JSON.stringify({ ...alert, output: 'y' })}\n`);
    const sent = await tiercel(['send', file, '--url', program.url]);
    expect(sent).toMatchObject({ code: 0, stdout: expect.stringMatching(/^2 accepted in/) });

    await until(async () => (await ask('dead-letters')).stdout.includes('refuses'), 'dead letters');
    await until(async () => (await ask('explain', '1')).stdout.includes('dead'), 'the fate of alert 1');
    const told = await ask('explain', '1');
    expect(told.stdout).toMatch(/takes +delivered .*status 200/);
    expect(told.stdout).toMatch(/refuses +dead .*status 400.*no such field/);
    expect(told.stdout).toMatch(/picky +suppressed .*below the minimum Emergency/);

    const found = await ask('explain', '--query', 'rule:"From a file"');
    expect(found).toMatchObject({ code: 0, stdout: expect.stringContaining('(number 2)') });
    expect(await ask('explain', '--query', 'rule:none')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('The query finds no alert'),
    });

    expect((await ask('dead-letters', 'show', '2')).stdout).toContain('"rule":"From a file"');
    expect(await ask('dead-letters', 'drop', '2', '--reason', 'not needed')).toMatchObject({
      code: 0,
      stdout: '1 dead letter dropped.\n',
    });
    isMended = true;
    expect(await ask('dead-letters', 'redrive', '--output', 'refuses')).toMatchObject({ code: 0 });
    await until(async () => /refuses +delivered/.test((await ask('explain', '1')).stdout), 'the redriven alert');
    expect((await ask('explain', '2')).stdout).toMatch(/refuses +suppressed .*not needed/);
    expect((await ask('dead-letters')).stdout).toContain('No dead letters');
  });

  it('shows the outputs', async () => {
    const { stdout } = await ask('outputs');
    expect(stdout).toMatch(/takes +webhook +healthy +2 +0 +0 +0/);
    expect(stdout).toMatch(/picky +webhook +healthy +0 +0 +0 +2/);
  });

  it('tries out an output, and shows what it answers', async () => {
    expect(await ask('outputs', 'test', 'takes')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^takes took the test alert \(\d+ ms, status 200\)\n  answer: no such field\n$/),
    });
    isMended = false;
    expect(await ask('outputs', 'test', 'refuses')).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^refuses did not take the test alert: .*status 400\)\n  answer: no such field\n$/),
    });
    isMended = true;
    expect(await ask('outputs', 'test', 'nobody')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('There is no output "nobody"'),
    });
  });

  it('says what there is not', async () => {
    expect(await ask('explain', '999')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('There is no alert "999"'),
    });
    expect(await tiercel(['outputs', 'slak'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no output type "slak"'),
    });
  });

  it('follows alerts live', async () => {
    const child = spawn(process.execPath, [main, 'tail', '--json', '--url', program.api.replace('/api/v1', '')], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    await until(async () => {
      if (text !== '') return true;
      await tiercel(['send', '--url', program.url]);
      return false;
    }, 'the tail to show an alert');
    const closed = once(child, 'close');
    child.kill('SIGTERM');
    await closed;
    expect(JSON.parse(text.split('\n')[0] ?? '')).toHaveProperty('rule');
    expect(text).toMatch(/"evt\.time":\d{19}/);
  });
});
