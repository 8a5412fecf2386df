import { classifyCharacters } from './character-classes.ts';
import type { CharacterClasses } from './character-classes.ts';
import type { RegexProgram } from './regex-program.ts';
import { compileRegex } from './regex-program.ts';
import { parseRegex } from './regex-syntax.ts';

/** States are forgotten beyond this many, so that no subject can fill the memory. */
const maxStates = 2000;

interface State {
  /** Steps that wait for a character or an end, before empty ones are followed. */
  readonly steps: readonly number[];
  readonly isAtLineStart: boolean;
  /** The state after each class of characters, made when first needed. */
  readonly next: (State | undefined)[];
  isMatch: boolean | undefined;
}

/**
 * Tells whether a whole text matches, in time linear in the text: a deterministic machine is built as texts need it
 * (Thompson 1968; https://swtch.com/~rsc/regexp/regexp1.html), so no pattern can make it explode.
 */
export class LinearRegex {
  readonly #program: RegexProgram;
  readonly #classes: CharacterClasses;
  readonly #states = new Map<string, State>();
  readonly #marks: Uint32Array;
  #generation = 0;
  #start: State;

  /** @throws RegexSyntaxError */
  constructor(pattern: string) {
    this.#program = compileRegex(parseRegex(pattern));
    this.#classes = classifyCharacters(this.#program);
    this.#marks = new Uint32Array(this.#program.steps.length);
    this.#start = this.#state([this.#program.start], true);
  }

  matches(text: string): boolean {
    let state = this.#start;
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      let code = unit;
      if (unit >= 0xd800 && unit <= 0xdfff) {
        code = text.codePointAt(at) ?? unit;
        if (code > 0xffff) at++;
        else code = 0xfffd;
      }
      const characterClass = this.#classes.of(code);
      state = state.next[characterClass] ?? this.#advance(state, characterClass);
      if (state.steps.length === 0) return false;
    }
    return (state.isMatch ??= this.#reachable(state, true).includes(0));
  }

  #advance(state: State, characterClass: number): State {
    const isNewline = characterClass === this.#classes.newline;
    const sample = this.#classes.samples[characterClass] ?? 0;
    const steps: number[] = [];
    for (const index of this.#reachable(state, isNewline)) {
      const step = this.#program.steps[index];
      if (step?.kind === 'characters' && step.set.some(([first, last]) => first <= sample && sample <= last)) {
        steps.push(step.next);
      }
    }
    const next = this.#state(
      [...new Set(steps)].toSorted((left, right) => left - right),
      isNewline,
    );
    state.next[characterClass] = next;
    return next;
  }

  #state(steps: readonly number[], isAtLineStart: boolean): State {
    const key = `${isAtLineStart ? '^' : ''}${steps.join(',')}`;
    const known = this.#states.get(key);
    if (known !== undefined) return known;
    if (this.#states.size >= maxStates) this.#forget();
    const state: State = { steps, isAtLineStart, next: [], isMatch: undefined };
    this.#states.set(key, state);
    return state;
  }

  #forget(): void {
    this.#states.clear();
    this.#start = this.#state([this.#program.start], true);
  }

  /** The steps reached from a state without reading; a newline or the end lies ahead, or not. */
  #reachable(state: State, isAtLineEnd: boolean): readonly number[] {
    const reached: number[] = [];
    const open = [...state.steps];
    this.#generation++;
    for (let index = open.pop(); index !== undefined; index = open.pop()) {
      if (this.#marks[index] === this.#generation) continue;
      this.#marks[index] = this.#generation;
      const step = this.#program.steps[index];
      if (step?.kind === 'fork') open.push(...step.next);
      else if (step?.kind === 'line-start' && state.isAtLineStart) open.push(step.next);
      else if (step?.kind === 'line-end' && isAtLineEnd) open.push(step.next);
      else if (step?.kind === 'match' || step?.kind === 'characters') reached.push(index);
    }
    return reached;
  }
}
