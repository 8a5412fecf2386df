import type { Note, Problem } from './configuration-error.ts';

/** Shorter texts occur by chance, and hiding them would garble the messages. */
const shortestHidden = 4;

/** Gathers what is found while the configuration is read, and keeps secrets out of it. */
export class Findings {
  readonly #problems: Problem[] = [];
  readonly #notes: Note[] = [];
  readonly #secrets = new Set<string>();
  readonly #sources = new Set<string>();

  problem(problem: Problem): void {
    this.#problems.push(problem);
  }

  note(note: Note): void {
    this.#notes.push(note);
  }

  isProblemAt(path: string): boolean {
    return this.#problems.some((problem) => problem.path === path);
  }

  /** A text that no message may show, whoever wrote the message. */
  secret(text: string): void {
    if (text.length >= shortestHidden) this.#secrets.add(text);
  }

  /** A file that the configuration comes from. */
  source(path: string): void {
    this.#sources.add(path);
  }

  /** In the order of the lines; those of the environment last. */
  get problems(): readonly Problem[] {
    const lineOf = ({ where }: Problem) => Number(/:(\d+)$/.exec(where)?.[1] ?? Infinity);
    const sorted = this.#problems.toSorted((a, b) => compare(lineOf(a), lineOf(b)));
    return sorted.map((problem) => ({
      ...problem,
      message: this.#hide(problem.message),
      remedy: this.#hide(problem.remedy),
    }));
  }

  get notes(): readonly Note[] {
    return this.#notes.map((note) => ({ ...note, message: this.#hide(note.message) }));
  }

  get sources(): readonly string[] {
    return [...this.#sources];
  }

  /** Longer secrets first, since one may be part of another. */
  #hide(text: string): string {
    const secrets = [...this.#secrets].sort((a, b) => b.length - a.length);
    return secrets.reduce((hidden, secret) => hidden.replaceAll(secret, '[secret]'), text);
  }
}

function compare(a: number, b: number): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
