import { watch, type FSWatcher } from 'node:fs';
import path from 'node:path';
import type { Clock } from '#kit/clock.ts';
import type { Log } from '#kit/log.ts';
import {
  checkServerCertificates,
  isSameCertificates,
  readServerCertificates,
  type ServerCertificateFiles,
  type ServerCertificates,
} from './server-certificates.ts';

export interface CertificateWatchParts {
  readonly clock: Clock;
  readonly log: Log;
  /** Ends the watch. */
  readonly signal: AbortSignal;
  readonly pollMs: number;
  /** Called with a pair that is new and good. */
  readonly use: (certificates: ServerCertificates) => void;
}

/** Certificate and key are rarely replaced in the same instant. */
const settleMs = 250;

/**
 * Follows certificate files. Their folders are watched rather than the files: Kubernetes replaces a link beside them, cert-manager and
 * others rename new files into place. A pair that cannot be used is reported, and the old one stays.
 * Resolves when the signal is aborted.
 */
export async function watchCertificates(
  files: ServerCertificateFiles,
  initial: ServerCertificates,
  parts: CertificateWatchParts,
): Promise<void> {
  const { signal } = parts;
  const changes = watchFolders(files, parts);
  let known = initial;
  let problem = '';
  while (!signal.aborted) {
    await changes.next();
    await parts.clock.sleep(settleMs, signal).catch(() => {});
    if (signal.aborted) break;
    try {
      const found = await readServerCertificates(files);
      if (isSameCertificates(found, known)) continue;
      checkServerCertificates(found, files);
      known = found;
      problem = '';
      parts.use(found);
      parts.log.info({ certfile: files.certfile }, 'New certificates are in use');
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (message !== problem)
        parts.log.error({ certfile: files.certfile }, `${message}. The old certificates stay in use`);
      problem = message;
    }
  }
}

interface Changes {
  /** Resolves after a change since the last call, after the time of polling, or at the end. */
  next(): Promise<void>;
}

function watchFolders(files: ServerCertificateFiles, { clock, log, signal, pollMs }: CertificateWatchParts): Changes {
  let hasChanged = false;
  let wake = () => {};
  const changed = () => {
    hasChanged = true;
    wake();
  };
  const watchers = [...new Set(filesOf(files).map((file) => path.dirname(file)))].flatMap((folder) =>
    watchFolder(folder, changed, log),
  );
  signal.addEventListener('abort', () => watchers.forEach((watcher) => watcher.close()), { once: true });
  return {
    next: async () => {
      const timer = new AbortController();
      const woken = new Promise<void>((resolve) => (wake = resolve));
      if (!hasChanged) await Promise.race([woken, quietSleep(clock, pollMs, AbortSignal.any([signal, timer.signal]))]);
      hasChanged = false;
      timer.abort();
    },
  };
}

function watchFolder(folder: string, changed: () => void, log: Log): FSWatcher[] {
  const unwatched = (error: unknown) =>
    log.debug({ folder, reason: String(error) }, 'The system does not report changes here, the files are polled');
  try {
    return [watch(folder, { persistent: false }, changed).on('error', unwatched)];
  } catch (error) {
    unwatched(error);
    return [];
  }
}

async function quietSleep(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  await clock.sleep(ms, signal).catch(() => {});
}

function filesOf({ certfile, keyfile, clientCacertfile }: ServerCertificateFiles): readonly string[] {
  return [certfile, keyfile, ...(clientCacertfile === undefined ? [] : [clientCacertfile])];
}
