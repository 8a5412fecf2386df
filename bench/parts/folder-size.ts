import { globSync, statSync } from 'node:fs';
import path from 'node:path';

/** Bytes that the files of a folder take on the disk, holes not counted. */
export function bytesOnDisk(folder: string): number {
  return globSync('**/*', { cwd: folder })
    .map((name) => statSync(path.join(folder, name)))
    .filter((file) => file.isFile())
    .reduce((sum, { blocks }) => sum + blocks * 512, 0);
}
