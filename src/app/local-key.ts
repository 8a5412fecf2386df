import { rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { newSecretText } from '#accounts/secret-text.ts';
import { Secret } from '#kit/secret.ts';
import type { Log } from '#kit/log.ts';

/** What opens the API to whoever may read the journal's folder, and so all alerts anyway. */
export interface LocalKey {
  readonly file: string;
  readonly secret: Secret;
  /** Takes it away again. */
  remove(): void;
}

/** Another one at each start. Without it, commands on this machine need a token once there are accounts. */
export async function writeLocalKey(folder: string, log: Log): Promise<LocalKey | undefined> {
  const file = path.resolve(folder, 'local-access.key');
  const secret = new Secret(newSecretText());
  try {
    rmSync(file, { force: true });
    await writeFile(file, `${secret.reveal()}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    log.warn({ err: error }, 'The key for commands on this machine cannot be written: they need a token');
    return undefined;
  }
  return { file, secret, remove: () => rmSync(file, { force: true }) };
}
