import { newline } from './character-set.ts';
import type { RegexProgram } from './regex-program.ts';

/** Characters that a program never tells apart are one class; the newline is always a class of its own. */
export interface CharacterClasses {
  /** One character of each class. */
  readonly samples: readonly number[];
  readonly newline: number;
  of(code: number): number;
}

export function classifyCharacters(program: RegexProgram): CharacterClasses {
  const starts = new Set([0, newline, newline + 1]);
  for (const step of program.steps) {
    if (step.kind !== 'characters') continue;
    for (const [first, last] of step.set) {
      starts.add(first);
      starts.add(last + 1);
    }
  }
  const samples = Uint32Array.from(starts).toSorted();
  const ascii = Uint32Array.from({ length: 128 }, (_, code) => search(samples, code));
  const of = (code: number): number => (code < 128 ? (ascii[code] ?? 0) : search(samples, code));
  return { samples: [...samples], newline: of(newline), of };
}

/** The place of the last start that is not behind the code. */
function search(starts: Uint32Array, code: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? Infinity) <= code) low = middle;
    else high = middle - 1;
  }
  return low;
}
