import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';

export type DiskKind = 'ext4' | 'tmpfs';

/** Why no file system can be mounted here. */
export function smallDiskObstacle(): string | undefined {
  if (process.getuid?.() !== 0) return 'only root may mount a file system';
  const { status } = spawnSync('mount', ['--version']);
  return status === 0 ? undefined : 'mount is not installed';
}

/** A real file system of some mebibytes: ext4 in a file where loop devices work, otherwise one in memory. */
export class SmallDisk {
  readonly folder: string;
  readonly kind: DiskKind;
  readonly #ballast: string;

  /** @throws Error when neither can be mounted. */
  constructor(parent: string, mebibytes: number) {
    this.folder = path.join(parent, 'disk');
    this.#ballast = path.join(this.folder, 'ballast');
    mkdirSync(this.folder);
    this.kind = this.#mount(path.join(parent, 'disk.image'), mebibytes);
  }

  #mount(image: string, mebibytes: number): DiskKind {
    writeFileSync(image, '');
    truncateSync(image, mebibytes * 1024 * 1024);
    if (run('mkfs.ext4', '-q', '-m', '0', image) && run('mount', '-o', 'loop', image, this.folder)) return 'ext4';
    if (run('mount', '-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'tmpfs', this.folder)) return 'tmpfs';
    throw new Error(`Neither ext4 in a file nor tmpfs can be mounted on ${this.folder}`);
  }

  /** Leaves not a byte, whatever the others write meanwhile. */
  fill(): void {
    const chunk = Buffer.alloc(64 * 1024);
    for (let size = chunk.length; size >= 512; size /= 2) {
      while (this.#append(chunk.subarray(0, size)));
    }
  }

  #append(bytes: Uint8Array): boolean {
    try {
      writeFileSync(this.#ballast, bytes, { flag: 'a', flush: true });
      return true;
    } catch {
      return false;
    }
  }

  get freeBytes(): number {
    const { bavail, bsize } = statfsSync(this.folder);
    return bavail * bsize;
  }

  free(): void {
    rmSync(this.#ballast, { force: true });
  }

  /** Tries for a while, since a process that was just killed may hold it for a moment more. */
  async unmount(): Promise<void> {
    for (let attempt = 0; attempt < 50; attempt++) {
      if (run('umount', this.folder)) return;
      await setTimeout(100);
    }
    run('umount', '--lazy', this.folder);
  }
}

function run(command: string, ...args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}
