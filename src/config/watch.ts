import { statSync, watch, type FSWatcher } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '#kit/clock.ts';

export interface WatchSettings {
  readonly clock: Clock;
  /** Quiet time after a change before it is reported, since editors and Kubernetes change several files at once. */
  readonly settleMs?: number;
  /** How often files are looked at besides, for file systems that report nothing: NFS, some volumes. */
  readonly pollMs?: number;
}

export interface SourceWatch {
  /** Resolves when it is known how the files are now: any later change is seen. */
  readonly started: Promise<void>;
  close(): void;
}

/**
 * Calls back when one of the files changed, appeared or went; of a folder, when it has other files. The folders are watched
 * rather than the files, because editors replace files and Kubernetes swaps the link `..data` to a folder with all of them;
 * what counts is whether a file then is another one than before. A failure of `onChange` is the caller's to handle.
 */
export function watchSources(files: readonly string[], onChange: () => void, settings: WatchSettings): SourceWatch {
  const { clock, settleMs = 250, pollMs = 10_000 } = settings;
  const stopped = new AbortController();
  const alarm = new Alarm();
  const watchers = [...new Set(files.flatMap(foldersOf))].flatMap((folder) => {
    const watcher = watchFolder(folder, () => alarm.ring());
    return watcher ? [watcher] : [];
  });

  const first = stateOf(files);

  async function look(): Promise<void> {
    let known = await first;
    while (!stopped.signal.aborted) {
      await alarm.within(pollMs, clock, stopped.signal);
      const seen = await settledState();
      if (stopped.signal.aborted || seen === known) continue;
      known = seen;
      onChange();
    }
  }

  /** Waits until the files have been the same for a moment. */
  async function settledState(): Promise<string> {
    for (let before = await stateOf(files); ;) {
      await clock.sleep(settleMs, stopped.signal);
      const after = await stateOf(files);
      if (after === before) return after;
      before = after;
    }
  }

  // Ends by the abort, which rejects whatever it waits for.
  void look().catch(() => {});

  return {
    started: first.then(() => {}),
    close() {
      stopped.abort();
      for (const watcher of watchers) watcher.close();
    },
  };
}

function foldersOf(file: string): readonly string[] {
  const isFolder = statSync(file, { throwIfNoEntry: false })?.isDirectory() === true;
  return isFolder ? [path.dirname(file), file] : [path.dirname(file)];
}

/** A folder that does not exist is left to the polling. */
function watchFolder(folder: string, onEvent: () => void): FSWatcher | undefined {
  try {
    return watch(folder, { persistent: false }, onEvent).on('error', onEvent);
  } catch {
    return undefined;
  }
}

/** Where each file really is, which one it is, and how it looks; of a folder the names in it. */
async function stateOf(files: readonly string[]): Promise<string> {
  const states = files.map(async (file) => {
    try {
      const status = await stat(file);
      if (status.isDirectory()) return (await readdir(file)).toSorted().join('\0');
      const { ino, size, mtimeMs } = status;
      return [await realpath(file), ino, size, mtimeMs].join(' ');
    } catch {
      return 'unreadable';
    }
  });
  return (await Promise.all(states)).join('\n');
}

/** Wakes one waiter, or the next one that comes. */
class Alarm {
  #isRinging = false;
  #wake: () => void = () => {};

  ring(): void {
    this.#isRinging = true;
    this.#wake();
  }

  async within(ms: number, clock: Clock, signal: AbortSignal): Promise<void> {
    const done = new AbortController();
    const rung = new Promise<void>((resolve) => {
      this.#wake = resolve;
      if (this.#isRinging) resolve();
    });
    const slept = clock.sleep(ms, AbortSignal.any([signal, done.signal]));
    try {
      await Promise.race([rung, slept]);
    } finally {
      done.abort();
      await slept.catch(() => {});
      this.#isRinging = false;
    }
    signal.throwIfAborted();
  }
}
