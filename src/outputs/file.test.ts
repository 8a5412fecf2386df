import { chmod, mkdtemp, mkdir, readdir, readFile, rename, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Alert } from '#alert/alert.ts';
import { DeliveryError, MisconfiguredError } from './errors.ts';
import { file } from './file.ts';
import { referenceAlerts, testAlert } from './testing/alerts.ts';
import { connect, deliver, failureOf } from './testing/connect.ts';

let folder: string;
let target: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tiercel-file-'));
  target = path.join(folder, 'alerts.json');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const line = `${testAlert.json}\n`;
const read = (name = 'alerts.json') => readFile(path.join(folder, name), 'utf8');

async function written(options: object, ...batches: (readonly [Alert, ...Alert[]])[]): Promise<void> {
  const connection = await connect(file, { path: target, ...options });
  for (const [first, ...others] of batches) await deliver(connection, first, ...others);
  await connection.close();
}

it('appends a line of JSON for each alert', async () => {
  const alerts = Object.values(referenceAlerts);
  await written({}, [testAlert, ...alerts]);
  await written({}, [testAlert]);
  expect(await read()).toBe([testAlert, ...alerts, testAlert].map(({ json }) => `${json}\n`).join(''));
  expect((await stat(target)).mode & 0o007).toBe(0);
});

it('ends a line that was cut short', async () => {
  await writeFile(target, `${line}{"uuid":"torn`);
  await written({}, [testAlert]);
  expect(await read()).toBe(`${line}{"uuid":"torn\n${line}`);
});

/** Root may do everything; the user `nobody` of Debian may not. */
const nobody = 65_534;

describe('rotation', () => {
  const maxsize = line.length * 2;

  it('renames the file before it grows too large, and keeps so many', async () => {
    await written(
      { maxsize, maxfiles: 2 },
      [testAlert],
      [testAlert],
      [testAlert, testAlert],
      [testAlert],
      [testAlert],
      [testAlert],
    );
    expect((await readdir(folder)).sort()).toEqual(['alerts.json', 'alerts.json.1', 'alerts.json.2']);
    expect([await read(), await read('alerts.json.1'), await read('alerts.json.2')]).toEqual([
      line,
      line.repeat(2),
      line.repeat(2),
    ]);
  });

  it('goes on after a restart with the size there is', async () => {
    for (let count = 0; count < 3; count++) await written({ maxsize }, [testAlert]);
    expect([await read(), await read('alerts.json.1')]).toEqual([line, line.repeat(2)]);
  });

  it('can keep nothing, and takes a batch that is larger than a file', async () => {
    await written({ maxsize: 10, maxfiles: 0 }, [testAlert], [testAlert, testAlert]);
    expect(await readdir(folder)).toEqual(['alerts.json']);
    expect(await read()).toBe(line.repeat(2));
  });

  it('has no limit with 0', async () => {
    await written({ maxsize: 0 }, [testAlert], [testAlert]);
    expect(await readdir(folder)).toEqual(['alerts.json']);
  });

  it('may be done by another program', async () => {
    const connection = await connect(file, { path: target });
    await deliver(connection, testAlert);
    await rename(target, `${target}.old`);
    await deliver(connection, testAlert);
    await unlink(target);
    await deliver(connection, testAlert);
    await connection.close();
    expect([await read(), await read('alerts.json.old')]).toEqual([line, line]);
  });
});

describe('an error', () => {
  it('names the path and what to do', async () => {
    const missing = path.join(folder, 'missing', 'alerts.json');
    const error = await failureOf(connect(file, { path: missing }));
    expect(error).toBeInstanceOf(MisconfiguredError);
    expect(String(error)).toContain(`The file "${missing}" cannot be written (ENOENT): create the folder`);
    expect(String(await failureOf(connect(file, { path: folder })))).toContain('(EISDIR): it is a folder');
  });

  it('while writing asks for a new connection', async () => {
    const lost: Error[] = [];
    const connection = await connect(file, { path: target }, { lost: (reason) => lost.push(reason) });
    await deliver(connection, testAlert);
    await unlink(target);
    await mkdir(target);
    expect(await failureOf(deliver(connection, testAlert))).toBeInstanceOf(DeliveryError);
    expect(lost).toHaveLength(1);
    await connection.close();
  });

  it('tells of a missing permission', async () => {
    await chmod(folder, 0o500);
    const isRoot = process.geteuid?.() === 0;
    if (isRoot) process.seteuid?.(nobody);
    try {
      expect(String(await failureOf(connect(file, { path: target })))).toContain('permit the user of this process');
    } finally {
      if (isRoot) process.seteuid?.(0);
      await chmod(folder, 0o700);
    }
  });
});
