import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { systemClock } from '#kit/clock.ts';
import { openSqliteJournal } from './sqlite-journal.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

const program = fileURLToPath(new URL('testing/append-until-killed.ts', import.meta.url));
const cycles = 4;

it('loses nothing that was acknowledged when the process is killed, again and again', async () => {
  const folder = await temporaryFolder();
  let kept = 0;
  for (let cycle = 0; cycle < cycles; cycle++) {
    const lines = await runUntilKilled(folder, 150 + cycle * 777);
    const acknowledged = numbersAfter(lines, 'kept');
    expect(Math.min(...acknowledged)).toBeGreaterThan(kept);

    const journal = await openSqliteJournal({ path: folder, durability: 'disk', clock: systemClock });
    const found = await journal.readSome(acknowledged);
    expect(found.map(({ seq }) => seq)).toEqual(acknowledged);
    kept = Math.max(...acknowledged);

    const { cursors, owed } = await journal.openOutput('slack');
    expect(cursors.normal).toBeGreaterThanOrEqual(Math.max(...numbersAfter(lines, 'settled')));
    expect(await journal.ledger()).toMatchObject([{ owed: owed.normal }]);
    expect(await journal.stats()).toMatchObject({ quarantined: [], trouble: undefined });
    await journal.close();
  }
}, 120_000);

/** Kills the program after it has printed some lines, and returns the whole lines. */
async function runUntilKilled(folder: string, afterLines: number): Promise<readonly string[]> {
  const child = spawn(process.execPath, [program, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  let count = 0;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
    count += text.split('\n').length - 1;
    if (count >= afterLines) child.kill('SIGKILL');
  });
  await once(child, 'close');
  expect(child.signalCode).toBe('SIGKILL');
  return printed.split('\n').slice(0, -1);
}

function numbersAfter(lines: readonly string[], word: string): number[] {
  return lines.filter((line) => line.startsWith(`${word} `)).map((line) => Number(line.slice(word.length + 1)));
}
