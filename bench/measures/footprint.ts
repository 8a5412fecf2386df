import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { atMost, type Measure } from '../harness/measure.ts';
import { count, megabytes } from '../harness/units.ts';
import { bytesOnDisk } from '../parts/folder-size.ts';

/** A client library for every output, installed once: what Tiercel does not do. Measured in November 2026, with Node 26. */
const sdkTree = { bytes: 300e6, packages: 426 } as const;

export const footprint: Measure = {
  goal: 'G16',
  name: 'production packages',
  about:
    'The installed packages that the program needs to run from source, against one client library for each output: 426 packages, 300 MB. The bundle needs none of them.',
  async run(context) {
    const folders = productionFolders(context.checkout);
    const bytes = folders.reduce((sum, folder) => sum + ownBytes(folder), 0);
    const scripts = folders.filter(hasInstallScript).length;
    const native = folders.filter((folder) => globSync('**/*.node', { cwd: folder }).length > 0).length;
    context.remark(`${scripts} packages with install scripts, ${native} with native code; 0 and 0 are the goal`);
    return [
      {
        name: 'installed bytes ÷ SDK tree',
        ours: [bytes],
        against: [sdkTree.bytes],
        unit: megabytes,
        target: atMost(1 / 15),
      },
      {
        name: 'packages ÷ SDK tree',
        ours: [folders.length],
        against: [sdkTree.packages],
        unit: count,
        target: atMost(1 / 9),
      },
      {
        name: 'packages with install scripts or native code ÷ packages',
        ours: [scripts + native],
        against: [folders.length],
        unit: count,
        target: atMost(0),
      },
    ];
  },
};

function productionFolders(checkout: string): readonly string[] {
  const words = ['ls', '--omit=dev', '--all', '--parseable', '--workspaces=false'];
  const { stdout } = spawnSync('npm', words, { cwd: checkout, encoding: 'utf8' });
  const folders = stdout.split('\n').filter((line) => line.includes(`${path.sep}node_modules${path.sep}`));
  if (folders.length === 0) throw new Error('npm ls found no packages: run npm ci first');
  return [...new Set(folders)];
}

/** Without packages that are installed inside of it, which count for themselves. */
function ownBytes(folder: string): number {
  return (
    bytesOnDisk(folder) -
    globSync('node_modules/*', { cwd: folder }).reduce((sum, inner) => sum + bytesOnDisk(path.join(folder, inner)), 0)
  );
}

function hasInstallScript(folder: string): boolean {
  const manifest = readFileSync(path.join(folder, 'package.json'), 'utf8');
  return /"(?:pre|post)?install"\s*:/.test(manifest);
}
