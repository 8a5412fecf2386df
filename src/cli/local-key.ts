import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { localKeyHeader } from '#api/visitor.ts';

/** Made by `#app/local-key.ts`. Nothing else in a file is ever sent anywhere, whoever names the file. */
const fileName = 'local-access.key';
const keyPattern = /^[\w-]{43}$/;

/** What a Tiercel on this machine takes from whoever may read its journal's folder, where it says in which file that lies. */
export async function localKey(url: string, refusal: Response): Promise<string | undefined> {
  const file = refusal.headers.get(localKeyHeader);
  const isHere = /^https?:\/\/(?:localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?(?:\/|$)/.test(url);
  if (file === null || !isHere || path.basename(file) !== fileName) return undefined;
  try {
    const { mode } = await stat(file);
    const key = (await readFile(file, 'utf8')).trim();
    const isPrivate = (mode & 0o077) === 0;
    return isPrivate && keyPattern.test(key) ? key : undefined;
  } catch {
    return undefined;
  }
}
