import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync } from 'node:fs';
import path from 'node:path';

/**
 * Builds the bundle of a checkout, which is what people get, and copies it to a folder of this run, so that nobody who builds
 * meanwhile changes the subject. Resolves to the script to run.
 * @throws Error with what the build said
 */
export function buildBundle(checkout: string, folder: string): string {
  const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', 'build'], {
    cwd: checkout,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`npm run build failed in ${checkout}:\n${stdout}${stderr}`);
  cpSync(path.join(checkout, 'dist'), path.join(folder, 'dist'), { recursive: true });
  copyFileSync(path.join(checkout, 'package.json'), path.join(folder, 'package.json'));
  return path.join(folder, 'dist/tiercel.js');
}
