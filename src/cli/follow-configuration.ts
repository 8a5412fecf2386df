import type { Clock } from '#kit/clock.ts';
import type { Log } from '#kit/log.ts';
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
  /** What the command line changes about each configuration. */
  readonly adjust: ((configuration: Configuration) => Configuration) | undefined;
}

/** Takes over a changed configuration on SIGHUP and when one of its files changes: as a whole, or not at all. */
export function followConfiguration(settings: FollowSettings): { stop(): void } {
  const { load, app, log, clock, adjust } = settings;
  let reloading = Promise.resolve();
  let watch = watching(settings.sources);

  async function reload(reason: string): Promise<void> {
    try {
      const { configuration, notes, sources } = await load();
      await app.reload(adjust ? adjust(configuration) : configuration);
      for (const note of notes) log.info({}, noteLine(note));
      log.info({ reason }, 'The new configuration is in force');
      follow(sources);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      log.error({ reason }, `The new configuration is refused, the old one goes on. ${message}`);
      if (error instanceof ConfigurationError) follow(error.sources);
    }
  }

  function watching(sources: readonly string[]): SourceWatch {
    return watchSources(sources, () => again('a file changed'), { clock });
  }

  function follow(sources: readonly string[]): void {
    watch.close();
    watch = watching(sources);
  }

  function again(reason: string): void {
    reloading = reloading.then(() => reload(reason));
  }

  const onHangup = () => {
    if (!settings.signal.aborted) again('SIGHUP');
  };
  process.on('SIGHUP', onHangup);
  return {
    stop() {
      process.off('SIGHUP', onHangup);
      watch.close();
    },
  };
}
