import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { hasProgram } from '#outputs/testing/programs.ts';

const unit = path.join(import.meta.dirname, '../../deploy/systemd/tiercel.service');
const folder = mkdtempSync(path.join(tmpdir(), 'tiercel-systemd-'));

afterAll(() => rmSync(folder, { recursive: true }));

describe.runIf(hasProgram('systemd-analyze'))("systemd's unit", () => {
  it('exposes no more than 2.0 of 10', () => {
    const text = execFileSync('systemd-analyze', ['security', '--offline=true', '--no-pager', unit], {
      encoding: 'utf8',
    });
    const score = Number(/exposure level for tiercel\.service: ([\d.]+)/.exec(text)?.[1]);
    console.info(`systemd: exposure level ${score}`);
    expect(score).toBeLessThanOrEqual(2);
  });

  it('is one that systemd understands', () => {
    // The programs it starts must be there, and are not before it is installed.
    mkdirSync(path.join(folder, 'usr/lib/tiercel'), { recursive: true });
    const copy = path.join(folder, 'tiercel.service');
    writeFileSync(copy, readFileSync(unit, 'utf8').replaceAll('/usr/lib/tiercel/node', process.execPath));
    const { status, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', copy], { encoding: 'utf8' });
    const about = stderr.split('\n').filter((line) => line.includes('tiercel.service'));
    expect([status, about]).toEqual([0, []]);
  });
});
