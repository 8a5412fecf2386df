import { stripTypeScriptTypes } from 'node:module';

export interface CodeLine {
  /** From 1. */
  readonly number: number;
  /** Offsets in the file of the characters that are code: no blanks, no comments, no types, no lone brackets. */
  readonly positions: readonly number[];
}

/** The lines of a TypeScript file that run. Types are blanked in place, so that offsets are those of the file. */
export function codeLines(text: string): readonly CodeLine[] {
  const code = blankComments(stripTypeScriptTypes(text));
  const lines: CodeLine[] = [];
  let start = 0;
  for (const [index, line] of code.split('\n').entries()) {
    if (isCode(line)) lines.push({ number: index + 1, positions: positionsOf(line, start) });
    start += line.length + 1;
  }
  return lines;
}

/** Comments stand on lines of their own, or at the end of one; those inside strings do no harm, as they only cost a line. */
function blankComments(code: string): string {
  return code
    .replaceAll(/^\s*\/\*[^]*?\*\//gm, (comment) => comment.replaceAll(/[^\n]/g, ' '))
    .replaceAll(/^\s*\/\/.*$/gm, (comment) => ' '.repeat(comment.length));
}

function isCode(line: string): boolean {
  return /\w/.test(line) && !/^\s*(?:import|export \*)\b/.test(line);
}

function positionsOf(line: string, start: number): readonly number[] {
  return Array.from({ length: line.length }, (_, at) => start + at).filter((at) => /\S/.test(line.charAt(at - start)));
}
