import { readFileSync } from 'node:fs';
import { Session, type Profiler } from 'node:inspector';
import { fileURLToPath } from 'node:url';
import { codeLines } from './code-lines.ts';

/** How much of the covered files ran, in characters and lines of code without comments and types. */
export interface CoverageSummary {
  readonly characters: number;
  readonly coveredCharacters: number;
  readonly lines: number;
  readonly coveredLines: number;
  /** `src/kit/json-read.ts:12`, the lines of which a part never ran. */
  readonly uncovered: readonly string[];
}

interface File {
  readonly name: string;
  readonly text: string;
  /** 1 where a character of the file ran at any time before. */
  readonly seen: Uint8Array;
  /** The same for what ran since counters were last read. */
  readonly latest: Uint8Array;
}

const projectUrl = new URL('../../', import.meta.url).href;

/**
 * V8's own block coverage of this process: no instrumentation, no native module. Reading the counters takes 1-2 ms and resets
 * them, so they are read once for a batch of executions, and a batch that reached something new is bisected. Counting (rather than
 * just marking) blocks costs 1.6 × the time of plain execution; marking costs 3 ×, as V8 then optimizes less.
 */
export class Coverage {
  readonly #session = new Session();
  #covers: readonly string[] = [];
  readonly #files = new Map<string, File>();

  /** To be made before the covered files are imported, so that their beginnings count. */
  constructor() {
    this.#session.connect();
    this.#session.post('Profiler.enable');
    this.#session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  /** Names the files and folders of the project that are looked at. */
  watch(covers: readonly string[]): void {
    this.#covers = covers;
  }

  /** Reads the counters. Returns how many characters ran for the first time; they stay new until `keep`. */
  read(): number {
    for (const { latest } of this.#files.values()) latest.fill(0);
    for (const script of this.#take()) {
      const file = this.#fileOf(script.url);
      if (file) paint(file.latest, script.functions);
    }
    let found = 0;
    for (const { latest, seen } of this.#files.values()) found += countNew(latest, seen);
    return found;
  }

  /** Takes what the last `read` found for known. */
  keep(): void {
    for (const { latest, seen } of this.#files.values()) {
      for (let at = 0; at < latest.length; at++) if (latest[at] === 1) seen[at] = 1;
    }
  }

  summary(): CoverageSummary {
    const total = { characters: 0, coveredCharacters: 0, lines: 0, coveredLines: 0 };
    const uncovered: string[] = [];
    for (const { name, text, seen } of this.#files.values()) {
      for (const { number, positions } of codeLines(text)) {
        const covered = positions.filter((at) => seen[at] === 1).length;
        total.characters += positions.length;
        total.coveredCharacters += covered;
        total.lines++;
        if (covered > 0) total.coveredLines++;
        if (covered < positions.length) uncovered.push(`${name}:${number}`);
      }
    }
    return { ...total, uncovered };
  }

  /** In the same thread the answer comes before `post` returns. */
  #take(): readonly Profiler.ScriptCoverage[] {
    let scripts: readonly Profiler.ScriptCoverage[] = [];
    this.#session.post('Profiler.takePreciseCoverage', (error, { result }) => {
      if (error) throw error;
      scripts = result;
    });
    return scripts;
  }

  #fileOf(url: string): File | undefined {
    const known = this.#files.get(url);
    if (known || !url.startsWith(projectUrl)) return known;
    const name = url.slice(projectUrl.length);
    if (!this.#covers.some((beginning) => name.startsWith(beginning)) || name.includes('/testing/')) return undefined;
    const text = readFileSync(fileURLToPath(url), 'utf8');
    const file = { name, text, seen: new Uint8Array(text.length), latest: new Uint8Array(text.length) };
    this.#files.set(url, file);
    return file;
  }
}

/** Ranges come from the outside in, so that inner ones correct outer ones. */
function paint(latest: Uint8Array, functions: readonly Profiler.FunctionCoverage[]): void {
  for (const { ranges } of functions) {
    for (const { startOffset, endOffset, count } of ranges) latest.fill(count > 0 ? 1 : 0, startOffset, endOffset);
  }
}

function countNew(latest: Uint8Array, seen: Uint8Array): number {
  let found = 0;
  for (let at = 0; at < latest.length; at++) if (latest[at] === 1 && seen[at] === 0) found++;
  return found;
}
