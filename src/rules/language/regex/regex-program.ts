import type { CharacterSet } from './character-set.ts';
import { RegexSyntaxError } from './regex-error.ts';
import type { Regex } from './regex-syntax.ts';

/** A step of the machine; steps are named by their place in the program. */
export type Step =
  | { readonly kind: 'match' }
  | { readonly kind: 'characters'; readonly set: CharacterSet; readonly next: number }
  | { readonly kind: 'fork'; readonly next: readonly number[] }
  | { readonly kind: 'line-start' | 'line-end'; readonly next: number };

export interface RegexProgram {
  readonly steps: readonly Step[];
  readonly start: number;
}

/** RE2 gives up at about this size under its standard limit of memory. */
const maxSteps = 100_000;

/** Thompson's construction, from the end to the start. */
export function compileRegex(regex: Regex): RegexProgram {
  const steps: Step[] = [{ kind: 'match' }];
  const add = (step: Step): number => {
    if (steps.length >= maxSteps) throw new RegexSyntaxError('pattern too large - compile failed', '');
    return steps.push(step) - 1;
  };
  const compile = (part: Regex, next: number): number => {
    switch (part.kind) {
      case 'characters':
        return add({ kind: 'characters', set: part.set, next });
      case 'line-start':
      case 'line-end':
        return add({ kind: part.kind, next });
      case 'sequence':
        return part.parts.reduceRight((after, item) => compile(item, after), next);
      case 'choice':
        return add({ kind: 'fork', next: part.options.map((option) => compile(option, next)) });
      case 'repeat':
        return repeated(part.part, part.min, part.max, next);
    }
  };
  const repeated = (part: Regex, min: number, max: number, next: number): number => {
    let start = next;
    if (max === Infinity) start = loop(part, next);
    else for (let count = min; count < max; count++) start = add({ kind: 'fork', next: [compile(part, start), next] });
    for (let count = 0; count < min; count++) start = compile(part, start);
    return start;
  };
  const loop = (part: Regex, next: number): number => {
    const targets = [next];
    const start = add({ kind: 'fork', next: targets });
    targets.push(compile(part, start));
    return start;
  };
  return { start: compile(regex, 0), steps };
}
