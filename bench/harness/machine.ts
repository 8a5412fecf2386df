import { spawnSync } from 'node:child_process';
import { cpus, loadavg, release, totalmem, tmpdir } from 'node:os';
import { pinning } from '../parts/processes.ts';

export interface Machine {
  readonly processor: string;
  readonly kernel: string;
  readonly memory: string;
  /** Of the folder that journals are in: it decides what durability costs. */
  readonly fileSystem: string;
  readonly node: string;
  readonly pinning: string;
  /** Of the minutes before: above 0.2 the machine is not quiet, and absolute figures are too low. */
  readonly loadBefore: string;
  readonly commit: string;
  readonly date: string;
}

/** What figures depend on. Of the host no name and no path. */
export function describeMachine(checkout: string, nodeFlags: readonly string[]): Machine {
  const processors = cpus();
  const isChanged = said('git', ['-C', checkout, 'status', '--porcelain', 'src']) !== '';
  return {
    processor: `${processors.length} × ${processors[0]?.model.trim() ?? 'unknown'}`,
    kernel: `Linux ${release()}`,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    fileSystem: said('df', ['--output=fstype', tmpdir()]).split('\n').at(-1) ?? 'unknown',
    node: [process.version, ...nodeFlags].join(' '),
    pinning: pinning(),
    loadBefore: loadavg()
      .map((load) => load.toFixed(1))
      .join(', '),
    commit: `${said('git', ['-C', checkout, 'rev-parse', '--short=12', 'HEAD']) || 'unknown'}${isChanged ? ', with changes' : ''}`,
    date: new Date().toISOString().slice(0, 16).replace('T', ' '),
  };
}

function said(command: string, args: readonly string[]): string {
  const { status, stdout } = spawnSync(command, args, { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : '';
}
