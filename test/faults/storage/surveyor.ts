import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { z } from 'zod';

const count = z.number();
const surveyed = z.object({
  /** The texts of all alerts, in no particular order. */
  texts: z.array(z.string()).readonly(),
  ledger: z
    .array(
      z.object({ output: z.string(), received: count, delivered: count, owed: count, dead: count, suppressed: count }),
    )
    .readonly(),
  /** Folders where damaged files were put when it was opened. */
  quarantined: count,
  /** Warnings and errors in the log, with their details. */
  complaints: z.array(z.string()).readonly(),
});
const surveyAnswer = z.union([z.object({ survey: surveyed }), z.object({ refused: z.string() })]);

/** What a journal says of itself when it is opened and read to the end. */
export type Survey = z.output<typeof surveyed>;
export type SurveyAnswer = z.output<typeof surveyAnswer>;

const file = path.join(import.meta.dirname, 'surveyor-process.ts');

/**
 * A process that opens one journal after the other, so that what a damaged one does to a process is told of that one. In a single
 * process the threads of one journal would start while those of another end, which Node does not always survive, see
 * https://github.com/nodejs/node/issues/56312.
 */
export class Surveyor {
  #child: ChildProcess | undefined;

  /** @throws Error when the journal does not open, or the process ends over it; the next one gets another process. */
  async survey(folder: string): Promise<Survey> {
    if (!this.#child || this.#child.exitCode !== null || this.#child.signalCode !== null) this.#child = fork(file);
    const child = this.#child;
    const over = new AbortController();
    const told = once(child, 'message', { signal: over.signal }).then(([message]) => surveyAnswer.parse(message));
    const ended = once(child, 'exit', { signal: over.signal }).then(([code, signal]: readonly unknown[]) => {
      return { refused: `the process ended with ${String(signal ?? code)}` };
    });
    child.send(folder);
    const answer = await Promise.race([told, ended]);
    over.abort();
    if ('refused' in answer) throw new Error(answer.refused);
    return answer.survey;
  }

  [Symbol.dispose](): void {
    this.#child?.kill('SIGKILL');
  }
}
