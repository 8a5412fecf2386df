import { appendFileSync, copyFileSync, mkdirSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { FollowedFiles, podLine } from '../testing/followed-files.ts';

const soon = { timeout: 5000, interval: 5 };
const until = (files: FollowedFiles, ...pods: readonly string[]) => expect.poll(() => files.pods, soon).toEqual(pods);

describe('a file', () => {
  it('is read, and followed as it grows', async () => {
    await using files = new FollowedFiles('audit.log');
    appendFileSync(files.file('audit.log'), `${podLine('a')}\n${podLine('x', { verb: 'get' })}`);
    files.start();
    await until(files, 'a');
    appendFileSync(files.file('audit.log'), podLine('b') + podLine('c'));
    await until(files, 'a', 'b', 'c');
    expect(files.auditCounts.events.get('file')).toBe(4);
    await expect.poll(() => files.auditCounts.logs, soon).toEqual({ files: 1, unreadBytes: 0 });
  });

  it('that cannot be read to its end now is counted with what is left', async () => {
    await using files = new FollowedFiles('audit.log');
    appendFileSync(files.file('audit.log'), podLine('a').repeat(1000));
    files.journal.isHeld = true;
    files.start();
    await expect.poll(() => files.journal.waiting, soon).toBe(1);
    expect(files.auditCounts.logs.files).toBe(1);
    expect(files.auditCounts.logs.unreadBytes).toBeGreaterThan(100_000);
  });

  it('is waited for, and that is said once', async () => {
    await using files = new FollowedFiles('audit.log');
    files.start();
    await expect.poll(() => files.log.messages('warn'), soon).toHaveLength(1);
    await sleep(50);
    appendFileSync(files.file('audit.log'), podLine('a'));
    await until(files, 'a');
    expect(files.log.messages('warn')).toEqual([expect.stringContaining('it is waited for: ENOENT')]);
  });

  it('may have a last line that is half written', async () => {
    await using files = new FollowedFiles('audit.log');
    const line = podLine('é');
    const bytes = Buffer.from(line);
    const half = bytes.indexOf('é') + 1;
    appendFileSync(files.file('audit.log'), Buffer.concat([Buffer.from(podLine('a')), bytes.subarray(0, half)]));
    files.start();
    await until(files, 'a');
    appendFileSync(files.file('audit.log'), bytes.subarray(half));
    await until(files, 'a', 'é');
    expect(files.auditCounts.refused.size).toBe(0);
  });

  it('may have lines that cannot be used, which hurt no others', async () => {
    await using files = new FollowedFiles('audit.log');
    const tooLong = podLine('long', { note: 'x'.repeat(1_000_000) });
    appendFileSync(files.file('audit.log'), `{\r\n${podLine('a')}${tooLong}{"kind":"Pod"}\r\n${podLine('b')}`);
    files.start();
    await until(files, 'a', 'b');
    expect(Object.fromEntries(files.auditCounts.refused)).toEqual({ 'not-json': 1, 'too-large': 1, 'unknown-kind': 1 });
    expect(files.log.messages('warn').join()).toContain('1 of 2 items are no audit events');
  });

  it('may hold what providers export', async () => {
    await using files = new FollowedFiles('export.log');
    const message = podLine('a').trim();
    const lines = [
      `2024-01-02T03:04:05.123Z ${message}`,
      JSON.stringify({ timestamp: 1, message: podLine('b') }),
      JSON.stringify({ category: 'kube-audit', properties: { log: podLine('c') } }),
    ];
    appendFileSync(files.file('export.log'), `${lines.join('\n')}\n`);
    files.start();
    await until(files, 'a', 'b', 'c');
  });
});

describe('rotation', () => {
  it('by renaming loses nothing, whatever is still written to the old file', async () => {
    await using files = new FollowedFiles('audit.log');
    appendFileSync(files.file('audit.log'), podLine('a'));
    files.start();
    await until(files, 'a');
    appendFileSync(files.file('audit.log'), podLine('b'));
    renameSync(files.file('audit.log'), files.file('audit.log.1'));
    appendFileSync(files.file('audit.log'), podLine('d'));
    appendFileSync(files.file('audit.log.1'), podLine('c').trimEnd());
    await expect.poll(() => files.pods.toSorted(), soon).toEqual(['a', 'b', 'c', 'd']);
    await expect.poll(async () => (await files.documents.list('audit-file')).length, soon).toBe(1);
  });

  it('in a folder, where the old file is seen under its new name, has nothing twice', async () => {
    await using files = new FollowedFiles('logs');
    mkdirSync(files.file('logs'));
    appendFileSync(files.file('logs/audit.log'), podLine('a'));
    files.start();
    await until(files, 'a');
    renameSync(files.file('logs/audit.log'), files.file('logs/audit-1.log'));
    appendFileSync(files.file('logs/audit.log'), podLine('b'));
    await until(files, 'a', 'b');
    await sleep(100);
    expect(files.pods).toEqual(['a', 'b']);
  });

  it('may leave what is compressed in the folder', async () => {
    await using files = new FollowedFiles('logs');
    mkdirSync(files.file('logs'));
    for (const name of ['.hidden', 'audit-1.log.gz']) appendFileSync(files.file(`logs/${name}`), podLine(name));
    appendFileSync(files.file('logs/audit.log'), podLine('a'));
    files.start();
    await until(files, 'a');
    await sleep(50);
    expect(files.pods).toEqual(['a']);
  });

  it('by copying and cutting down goes on from the beginning', async () => {
    await using files = new FollowedFiles('audit.log');
    appendFileSync(files.file('audit.log'), podLine('a') + podLine('b'));
    files.start();
    await until(files, 'a', 'b');
    copyFileSync(files.file('audit.log'), files.file('old'));
    truncateSync(files.file('audit.log'));
    appendFileSync(files.file('audit.log'), podLine('c'));
    await until(files, 'a', 'b', 'c');
  });

  it('by writing anew, though longer than before, is seen', async () => {
    await using files = new FollowedFiles('audit.log');
    appendFileSync(files.file('audit.log'), podLine('a'));
    files.start();
    await until(files, 'a');
    writeFileSync(files.file('audit.log'), podLine('b') + podLine('c'));
    await until(files, 'a', 'b', 'c');
  });
});

describe('a restart', () => {
  it('goes on where it was', async () => {
    await using files = new FollowedFiles('audit.log');
    appendFileSync(files.file('audit.log'), podLine('a'));
    files.start();
    await until(files, 'a');
    await files.stop();
    appendFileSync(files.file('audit.log'), podLine('b'));
    files.start();
    await until(files, 'a', 'b');
  });

  it('finds what was renamed meanwhile, and reads it to its end first', async () => {
    await using files = new FollowedFiles('audit.log');
    appendFileSync(files.file('audit.log'), podLine('a'));
    files.start();
    await until(files, 'a');
    await files.stop();
    appendFileSync(files.file('audit.log'), podLine('b'));
    renameSync(files.file('audit.log'), files.file('audit-2.log'));
    appendFileSync(files.file('audit.log'), podLine('c'));
    files.start();
    await until(files, 'a', 'b', 'c');
  });

  it('tells of what is gone', async () => {
    await using files = new FollowedFiles('audit.log');
    appendFileSync(files.file('audit.log'), podLine('a'));
    files.start();
    await until(files, 'a');
    await files.stop();
    writeFileSync(files.file('other'), podLine('b'));
    rmSync(files.file('audit.log'));
    renameSync(files.file('other'), files.file('audit.log'));
    files.start();
    await until(files, 'a', 'b');
    expect(files.log.messages('warn').join()).toContain('An audit file is gone');
  });

  it('does not take another file for the one it knew, though that has its number', async () => {
    await using files = new FollowedFiles('audit.log');
    writeFileSync(files.file('audit.log'), podLine('a'));
    files.start();
    await until(files, 'a');
    await files.stop();
    writeFileSync(files.file('audit.log'), podLine('b') + podLine('c'));
    files.start();
    await until(files, 'a', 'b', 'c');
  });

  it('reads again what was found and not kept', async () => {
    await using files = new FollowedFiles('audit.log');
    appendFileSync(files.file('audit.log'), podLine('a'));
    files.journal.isHeld = true;
    files.start();
    await expect.poll(() => files.journal.waiting, soon).toBe(1);
    expect(await files.documents.list('audit-file')).toEqual([]);
    await files.stop();
    expect(files.pods).toEqual([]);
    files.start();
    await until(files, 'a');
  });
});

it('has nothing twice that was kept shortly before its end, although it was not put down how far that was', async () => {
  await using files = new FollowedFiles('audit.log');
  appendFileSync(files.file('audit.log'), podLine('a'));
  files.documents.isFailing = true;
  files.start();
  await expect.poll(() => files.documents.changes, soon).toBe(1);
  await files.stop();
  expect(files.pods).toEqual(['a']);
  files.documents.isFailing = false;
  appendFileSync(files.file('audit.log'), podLine('b'));
  files.start();
  await until(files, 'a', 'b');
});

it('has nothing twice because it could not be put down how far that was', async () => {
  await using files = new FollowedFiles('audit.log');
  appendFileSync(files.file('audit.log'), podLine('a'));
  files.documents.isFailing = true;
  files.start();
  await expect.poll(() => files.documents.changes, soon).toBe(1);
  files.documents.isFailing = false;
  await expect.poll(() => files.documents.changes, soon).toBe(2);
  expect(files.pods).toEqual(['a']);
});

it('waits for a journal that cannot keep anything, and loses nothing', async () => {
  await using files = new FollowedFiles('audit.log');
  appendFileSync(files.file('audit.log'), podLine('a'));
  files.journal.isHeld = true;
  files.start();
  await expect.poll(() => files.journal.waiting, soon).toBe(1);
  files.journal.fail(new Error('the disk is full'));
  await until(files, 'a');
  expect(files.log.messages('error')).toEqual([expect.stringContaining('could not be kept, it is tried again')]);
});

it('follows as many files as a pattern meets, and what the configuration says now', async () => {
  await using files = new FollowedFiles('node-*/audit.log');
  for (const node of ['node-1', 'node-2', 'other']) {
    mkdirSync(files.file(node));
    appendFileSync(files.file(`${node}/audit.log`), podLine(node));
  }
  files.start();
  await expect.poll(() => files.pods.toSorted(), soon).toEqual(['node-1', 'node-2']);
  const before = files.patterns;
  files.patterns = [files.file('other')];
  await expect.poll(() => files.pods, soon).toHaveLength(3);
  appendFileSync(files.file('node-1/audit.log'), podLine('b'));
  await sleep(50);
  expect(files.pods).toHaveLength(3);
  files.patterns = before;
  await expect.poll(() => files.pods, soon).toHaveLength(4);
});
