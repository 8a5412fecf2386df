import { globSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * The wall clock of a process, set from outside by libfaketime (https://github.com/wolfcw/libfaketime, Debian package
 * `faketime`). The monotonic clock goes on as it is, as it does when a machine's clock is set.
 */
export class FakeWallClock {
  readonly environment: Readonly<Record<string, string>>;
  readonly #file: string;

  private constructor(library: string, folder: string) {
    this.#file = path.join(folder, 'clock');
    this.environment = {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: this.#file,
      FAKETIME_CACHE_DURATION: String(FakeWallClock.cacheSeconds),
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    };
    this.shift(0);
  }

  /** How long a process may take to notice a shift. */
  static readonly cacheSeconds = 1;

  /** `undefined` where it is not installed. */
  static in(folder: string): FakeWallClock | undefined {
    const [library] = libraries();
    return library === undefined ? undefined : new FakeWallClock(library, folder);
  }

  static get isInstalled(): boolean {
    return libraries().length > 0;
  }

  /** So many seconds from the true time. */
  shift(seconds: number): void {
    writeFileSync(this.#file, `${seconds < 0 ? '' : '+'}${seconds}\n`);
  }
}

function libraries(): readonly string[] {
  return globSync('/usr/lib/*/faketime/libfaketimeMT.so.1');
}
