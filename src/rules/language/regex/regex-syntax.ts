import type { CharacterRange, CharacterSet } from './character-set.ts';
import { anyButNewline, negate, normalize, posixClasses } from './character-set.ts';
import { RegexSyntaxError } from './regex-error.ts';
import { characterOf, readEscape } from './regex-escape.ts';

export type Regex =
  | { readonly kind: 'characters'; readonly set: CharacterSet }
  | { readonly kind: 'sequence'; readonly parts: readonly Regex[] }
  | { readonly kind: 'choice'; readonly options: readonly Regex[] }
  | { readonly kind: 'repeat'; readonly part: Regex; readonly min: number; readonly max: number }
  | { readonly kind: 'line-start' }
  | { readonly kind: 'line-end' };

const maxRepeat = 1000;
const maxNesting = 1000;

/**
 * Reads the POSIX syntax of RE2, which is what Falco's `regex` takes: no `\d`, no `(?i)`, and errors in RE2's words.
 * See https://github.com/google/re2/wiki/Syntax.
 * @throws RegexSyntaxError
 */
export function parseRegex(pattern: string): Regex {
  const reader = new RegexReader(pattern);
  const regex = reader.choice(0);
  if (!reader.isAtEnd) throw new RegexSyntaxError('unexpected )', pattern);
  return regex;
}

class RegexReader {
  readonly pattern: string;
  at = 0;

  constructor(pattern: string) {
    this.pattern = pattern;
  }

  get isAtEnd(): boolean {
    return this.at >= this.pattern.length;
  }

  get next(): string {
    return this.pattern.charAt(this.at);
  }

  choice(depth: number): Regex {
    if (depth > maxNesting) throw new RegexSyntaxError('expression nests too deeply', '');
    const options = [this.sequence(depth)];
    while (this.next === '|') {
      this.at++;
      options.push(this.sequence(depth));
    }
    const [only] = options;
    return options.length === 1 && only !== undefined ? only : { kind: 'choice', options };
  }

  sequence(depth: number): Regex {
    const parts: Regex[] = [];
    while (!this.isAtEnd && this.next !== '|' && this.next !== ')') {
      const repetition = this.repetition();
      if (repetition === undefined) {
        parts.push(this.atom(depth));
        continue;
      }
      const part = parts.pop();
      if (part === undefined) throw new RegexSyntaxError('no argument for repetition operator', repetition.text);
      parts.push(repeat(part, repetition));
    }
    return { kind: 'sequence', parts };
  }

  atom(depth: number): Regex {
    switch (this.next) {
      case '(':
        return this.group(depth);
      case '[':
        return { kind: 'characters', set: this.characterClass() };
      case '.':
        this.at++;
        return { kind: 'characters', set: anyButNewline };
      case '^':
        this.at++;
        return { kind: 'line-start' };
      case '$':
        this.at++;
        return { kind: 'line-end' };
      default: {
        const code = this.character();
        return { kind: 'characters', set: [[code, code]] };
      }
    }
  }

  group(depth: number): Regex {
    this.at++;
    const inner = this.choice(depth + 1);
    if (this.next !== ')') throw new RegexSyntaxError('missing )', this.pattern);
    this.at++;
    return inner;
  }

  character(): number {
    const { code, end } = this.next === '\\' ? readEscape(this.pattern, this.at) : characterOf(this.pattern, this.at);
    this.at = end;
    return code;
  }

  /** `*`, `+`, `?` or `{n,m}`; a brace that is none of these stands for itself. */
  repetition(): Repetition | undefined {
    const text = /[*+?]|\{(?:0|[1-9]\d*)(?:,(?:0|[1-9]\d*)?)?\}/y;
    text.lastIndex = this.at;
    const found = text.exec(this.pattern)?.[0];
    if (found === undefined) return undefined;
    this.at += found.length;
    if (found === '*') return { text: found, min: 0, max: Infinity };
    if (found === '+') return { text: found, min: 1, max: Infinity };
    if (found === '?') return { text: found, min: 0, max: 1 };
    const [min = '', max = min] = found.slice(1, -1).split(',');
    return { text: found, min: Number(min), max: max === '' ? Infinity : Number(max) };
  }

  characterClass(): CharacterSet {
    const start = this.at;
    this.at++;
    const isNegated = this.next === '^';
    if (isNegated) this.at++;
    const set: CharacterRange[] = [];
    for (let isFirst = true; isFirst || this.next !== ']'; isFirst = false) {
      if (this.isAtEnd) throw new RegexSyntaxError('missing ]', this.pattern.slice(start));
      if (!isFirst) this.refuseStrayDash();
      set.push(...(this.namedClass() ?? [this.range(start)]));
    }
    this.at++;
    return isNegated ? negate(set) : normalize(set);
  }

  /** POSIX allows a dash first and last only. */
  refuseStrayDash(): void {
    if (this.next !== '-' || this.pattern.charAt(this.at + 1) === ']') return;
    throw new RegexSyntaxError('invalid character class range', this.pattern.slice(this.at, this.at + 2));
  }

  namedClass(): CharacterSet | undefined {
    if (!this.pattern.startsWith('[:', this.at)) return undefined;
    const end = this.pattern.indexOf(':]', this.at + 2);
    if (end < 0) return undefined;
    const name = this.pattern.slice(this.at, end + 2);
    const isNegated = name.startsWith('[:^');
    const set = posixClasses[name.slice(isNegated ? 3 : 2, -2)];
    if (set === undefined) throw new RegexSyntaxError('invalid character class range', name);
    this.at = end + 2;
    return isNegated ? negate(set) : set;
  }

  range(classStart: number): CharacterRange {
    const start = this.at;
    const first = this.character();
    const after = this.pattern.charAt(this.at + 1);
    if (this.next !== '-' || after === ']' || after === '') return [first, first];
    this.at++;
    if (this.isAtEnd) throw new RegexSyntaxError('missing ]', this.pattern.slice(classStart));
    const last = this.character();
    if (last < first) {
      throw new RegexSyntaxError('invalid character class range', this.pattern.slice(start, this.at));
    }
    return [first, last];
  }
}

interface Repetition {
  readonly text: string;
  readonly min: number;
  readonly max: number;
}

function repeat(part: Regex, { text, min, max }: Repetition): Regex {
  const isCounted = text.startsWith('{');
  if (isCounted && (min > maxRepeat || (Number.isFinite(max) && (max > maxRepeat || max < min)))) {
    throw new RegexSyntaxError('invalid repetition size', text);
  }
  const repeated: Regex = { kind: 'repeat', part, min, max };
  if (isCounted && copies(repeated) > maxRepeat) throw new RegexSyntaxError('invalid repetition size', text);
  return repeated;
}

/** How often the innermost part stands there once all counts are written out. */
function copies(regex: Regex): number {
  switch (regex.kind) {
    case 'repeat':
      return copies(regex.part) * Math.max(regex.min, Number.isFinite(regex.max) ? regex.max : 1, 1);
    case 'sequence':
      return Math.max(1, ...regex.parts.map(copies));
    case 'choice':
      return Math.max(1, ...regex.options.map(copies));
    case 'characters':
    case 'line-start':
    case 'line-end':
      return 1;
  }
}
