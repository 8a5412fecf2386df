import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '#kit/clock.ts';
import type { Log } from '#kit/log.ts';
import { sleepUntilAborted } from '#delivery/sleep.ts';
import type { App } from '#app/create-app.ts';
import type { Configuration } from '#config/configuration.ts';
import { ConfigurationError } from '#config/configuration-error.ts';
import type { LoadResult } from '#config/load-configuration.ts';
import { watchSources, type SourceWatch } from '#config/watch.ts';
import { noteLine } from './check.ts';

export interface FollowSettings {
  readonly load: () => Promise<LoadResult>;
  readonly app: Pick<App, 'reload'>;
  readonly log: Log;
  readonly clock: Clock;
  /** Aborted when Tiercel is to end: then nothing is read any more. */
  readonly signal: AbortSignal;
  /** The files of the configuration in force. */
  readonly sources: readonly string[];
  /** Whether one of them has changed since it was read. */
  readonly hasChanged: () => boolean;
  /** Whether the configuration in force comes from an empty file. */
  readonly isEmpty: boolean;
  /** What the command line changes about each configuration. */
  readonly adjust: ((configuration: Configuration) => Configuration) | undefined;
}

/** Whoever sends SIGHUP may still be writing. */
const quietMs = 250;

const emptied =
  'The file is empty, as a file that is about to be written is, and would switch off every output. ' +
  'If that is meant, stop Tiercel and start it anew.';

const followedAnew = 'more files are followed';

/** Takes over a changed configuration on SIGHUP and when one of its files changes: as a whole, or not at all. */
export function followConfiguration(settings: FollowSettings): { stop(): void } {
  const { load, app, log, clock, adjust } = settings;
  let reloading = Promise.resolve();
  let followed = settings.sources;
  let watch = watching(followed);
  let { isEmpty } = settings;
  /** Why the configuration was refused that was read last. */
  let refusal: string | undefined;

  async function reload(reason: string): Promise<void> {
    try {
      const { configuration, notes, sources, ...loaded } = await load();
      if (loaded.isEmpty && !isEmpty) throw new Error(emptied);
      await app.reload(adjust ? adjust(configuration) : configuration);
      for (const note of notes) log.info({}, noteLine(note));
      log.info({ reason }, 'The new configuration is in force');
      isEmpty = loaded.isEmpty;
      refusal = undefined;
      follow(sources);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const isKnown = reason === followedAnew && message === refusal;
      if (!isKnown) log.error({ reason }, `The new configuration is refused, the old one goes on. ${message}`);
      refusal = message;
      if (error instanceof ConfigurationError) follow(error.sources);
    }
  }

  function watching(sources: readonly string[]): SourceWatch {
    return watchSources(sources, () => again('a file changed'), { clock });
  }

  /** A watch goes on as long as it can, since it knows the files as they were before they were read; a new one does not, so that they are read again. */
  function follow(sources: readonly string[]): void {
    if (isDeepStrictEqual(sources, followed)) return;
    watch.close();
    followed = sources;
    watch = watching(sources);
    void watch.started.then(() => again(followedAnew));
  }

  function again(reason: string): void {
    reloading = reloading.then(async () => {
      if (!settings.signal.aborted) await reload(reason);
    });
  }

  // What changes from here on the watch sees; what changed before, while everything started, it takes for old.
  void watch.started.then(() => {
    if (settings.hasChanged()) again('a file changed');
  });

  const onHangup = () => {
    void sleepUntilAborted(clock, quietMs, settings.signal).then(() => again('SIGHUP'));
  };
  process.on('SIGHUP', onHangup);
  return {
    stop() {
      process.off('SIGHUP', onHangup);
      watch.close();
    },
  };
}
