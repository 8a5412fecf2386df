import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A group of processes that the kernel ends when they take more memory than is set. */
export interface MemoryCgroup {
  readonly version: 'v1' | 'v2';
  /** Starts a command in the group, and becomes it. */
  readonly wrapper: readonly string[];
  limit(bytes: number): void;
  /** How many processes the kernel ended for want of memory. */
  oomKills(): number;
  /** When no process is left in it. */
  remove(): void;
}

const roots = [
  { version: 'v2', root: '/sys/fs/cgroup', limitFile: 'memory.max', eventsFile: 'memory.events' },
  {
    version: 'v1',
    root: '/sys/fs/cgroup/memory',
    limitFile: 'memory.limit_in_bytes',
    eventsFile: 'memory.oom_control',
  },
] as const;

/**
 * Makes a group of its own, in whichever version of cgroups has the memory controller. `undefined` where this may not be done,
 * as without root or in a container that sees no cgroups.
 */
export function createMemoryCgroup(name: string): MemoryCgroup | undefined {
  for (const { version, root, limitFile, eventsFile } of roots) {
    const folder = path.join(root, name);
    if (!canMake(folder, limitFile)) continue;
    return {
      version,
      wrapper: ['sh', '-c', `echo $$ > ${folder}/cgroup.procs && exec "$@"`, 'sh'],
      limit: (bytes) => writeFileSync(path.join(folder, limitFile), String(Math.round(bytes))),
      oomKills: () =>
        Number(/^oom_kill (\d+)$/m.exec(readFileSync(path.join(folder, eventsFile), 'utf8'))?.[1] ?? Number.NaN),
      remove: () => rmdirSync(folder),
    };
  }
  return undefined;
}

/** The kernel fills a new group with its files, if the controller is there. */
function canMake(folder: string, limitFile: string): boolean {
  try {
    mkdirSync(folder);
  } catch {
    return false;
  }
  if (existsSync(path.join(folder, limitFile))) return true;
  rmdirSync(folder);
  return false;
}
