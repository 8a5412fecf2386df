import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findServer, freePort, hasProgram, until } from '#outputs/testing/programs.ts';
import { isBuilt, root } from './built.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'tiercel-debian-test-'));
const canBuild = isBuilt() && hasProgram('dpkg-deb');
const debian = findServer('debian-root');
const isRoot = process.getuid?.() === 0;

afterAll(() => rmSync(folder, { recursive: true }));

function build(...options: string[]): string {
  const script = path.join(root, 'deploy/debian/build.ts');
  return execFileSync('node', [script, ...options], { encoding: 'utf8' }).split(' ')[0] ?? '';
}

describe.runIf(canBuild && hasProgram('lintian'))("Debian's checker", () => {
  it('finds no error in the package', { timeout: 120_000 }, () => {
    // Node itself takes it a minute. What it says of it is overridden in deploy/debian/lintian-overrides.
    const file = build('--to', path.join(folder, 'linted'), '--node', '/bin/true');
    const { stdout } = spawnSync('lintian', ['--allow-root', '--tag-display-limit', '0', file], { encoding: 'utf8' });
    expect(stdout.split('\n').filter((line) => line.startsWith('E:'))).toEqual([]);
  });
});

describe.runIf(canBuild && isRoot && debian !== undefined)('the package in a clean Debian', () => {
  const system = path.join(folder, 'system');
  const inside = (...command: string[]) =>
    spawnSync('chroot', [system, ...command], { encoding: 'utf8', env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' } });
  const files = () =>
    globSync('**/*', { cwd: system, exclude: ['dev', 'proc', 'var/log', 'var/lib/dpkg', 'var/cache', 'tmp'] }).sort();
  const alerts: string[] = [];
  const sink = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      alerts.push(body);
      response.end();
    });
  });
  let before: readonly string[] = [];
  let child: ChildProcess | undefined;

  beforeAll(async () => {
    execFileSync('cp', ['-a', path.join(path.dirname(debian ?? ''), '../debian-root'), system]);
    before = files();
    const file = build('--compression', 'none', '--to', system);
    execFileSync('mv', [path.resolve(file), path.join(system, 'tmp/tiercel.deb')]);
    await once(sink.listen(0, '127.0.0.1'), 'listening');
  });

  afterAll(async () => {
    if (child?.exitCode === null) {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    }
    sink.close();
    sink.closeAllConnections();
  });

  it('installs with nothing but what Debian has at least', () => {
    const { status, stderr } = inside('dpkg', '-i', '/tmp/tiercel.deb');
    expect([status, stderr]).toEqual([0, expect.any(String)]);
    expect(inside('tiercel', 'version').stdout).toContain('0.1.0');
    const check = inside('tiercel', 'check', '-q', '-c', '/etc/tiercel/tiercel.yaml');
    expect([check.status, check.stdout]).toEqual([0, expect.stringContaining('The configuration is valid.')]);
  });

  it('delivers an alert as its unit starts it', async () => {
    const unit = execFileSync('cat', [path.join(system, 'lib/systemd/system/tiercel.service')], { encoding: 'utf8' });
    const command = /^ExecStart=(.*)$/m.exec(unit)?.[1]?.split(' ') ?? [];
    const address = sink.address();
    const port = await freePort();
    mkdirSync(path.join(system, 'var/lib/tiercel'), { mode: 0o700 });
    writeFileSync(
      path.join(system, 'etc/default/tiercel'),
      `LISTENPORT=${port}\nCONSOLE_LISTENPORT=${await freePort()}\n` +
        `WEBHOOK_ADDRESS=http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}\n`,
    );
    const started = spawn(
      'chroot',
      [system, '/bin/sh', '-c', `set -a; . /etc/default/tiercel; cd /var/lib/tiercel; exec ${command.join(' ')}`],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    child = started;
    let log = '';
    started.stderr.setEncoding('utf8').on('data', (chunk: string) => (log += chunk));
    await until(async () => {
      if (started.exitCode !== null) throw new Error(log);
      return (await fetch(`http://127.0.0.1:${port}/ping`).catch(() => undefined))?.status === 200;
    }, 'the first answer');
    const body =
      '{"output":"x","priority":"Error","rule":"From a package","time":"2026-11-24T16:31:56Z","output_fields":{"proc.name":"sh"}}';
    expect((await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body })).status).toBe(200);
    await until(() => alerts.some((alert) => alert.includes('From a package')), 'the alert at the webhook');
    const ended = once(started, 'exit');
    started.kill('SIGTERM');
    await ended;
  });

  it('keeps the journal when it is removed, and leaves nothing when it is purged', () => {
    expect(inside('dpkg', '-r', 'tiercel').status).toBe(0);
    expect(files()).toEqual(expect.arrayContaining(['etc/tiercel/tiercel.yaml', 'var/lib/tiercel/tiercel.db']));
    expect(inside('dpkg', '-P', 'tiercel').status).toBe(0);
    expect(files().filter((file) => !before.includes(file))).toEqual([]);
  });
});
