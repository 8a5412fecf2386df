import { existsSync } from 'node:fs';
import path from 'node:path';

export const root = path.join(import.meta.dirname, '../..');

/** Whether `npm run build` was run, which the packages are made from; says so once, visibly, where it was not. */
export function isBuilt(): boolean {
  const isThere = existsSync(path.join(root, 'dist/tiercel.js')) && existsSync(path.join(root, 'dist/console'));
  if (!isThere) console.warn('dist/ is not built: the tests of packages are skipped, see npm run build');
  return isThere;
}
