import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Program, type ProgramOptions } from '../program.ts';
import { Sink, type SinkOptions } from '../sink.ts';

/** What a scenario of the process runs on. Everything that was put on it is ended and removed with it. */
export class Stage implements AsyncDisposable {
  readonly folder: string;
  readonly #stack = new AsyncDisposableStack();

  constructor(name: string) {
    this.folder = mkdtempSync(path.join(tmpdir(), `tiercel-${name}-`));
    this.#stack.defer(() => rmSync(this.folder, { recursive: true, force: true }));
  }

  /** A Tiercel that is not started yet. */
  async program(configuration: string, options: ProgramOptions = {}): Promise<Program> {
    const program = await Program.onFreePorts(this.folder, configuration, options);
    this.defer(async () => {
      await program.end('SIGKILL');
    });
    return program;
  }

  async sink(options: SinkOptions): Promise<Sink> {
    const sink = await Sink.start(options);
    this.defer(async () => sink.down());
    return sink;
  }

  /** Called at the end, the last first. */
  defer(end: () => Promise<void> | void): void {
    this.#stack.defer(end);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack.disposeAsync();
  }
}
