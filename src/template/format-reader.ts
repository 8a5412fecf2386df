import { noFlags, type Flags } from './printf-flags.ts';
import { TemplateByte, underlying, type TemplateValue } from './value.ts';

/** What a `%` asks for: a text, which mostly says what is wrong, and then a value unless there is no verb for one. */
interface Directive {
  readonly text: string;
  readonly verb: string | undefined;
  readonly flags: Flags;
  readonly value: TemplateValue;
}

const maxNumber = 1_000_000;

/** Reads a format of Go's `Sprintf` and says which value each `%` takes. */
export class FormatReader {
  readonly #format: string;
  readonly #values: readonly TemplateValue[];
  #position = 0;
  #next = 0;
  #isReordered = false;
  #isIndexGood = true;
  /** The index `[n]` was the last thing read: a number must not follow it. */
  #isAfterIndex = false;

  constructor(format: string, values: readonly TemplateValue[]) {
    this.#format = format;
    this.#values = values;
  }

  get isAtEnd(): boolean {
    return this.#position >= this.#format.length;
  }

  /** The values that no verb has taken. Go does not look for them when the format has indexes. */
  get unused(): readonly TemplateValue[] {
    return this.#isReordered ? [] : this.#values.slice(this.#next);
  }

  /** The text up to the next `%`. */
  text(): string {
    const start = this.#position;
    const percent = this.#format.indexOf('%', start);
    this.#position = percent < 0 ? this.#format.length : percent;
    return this.#format.slice(start, this.#position);
  }

  directive(): Directive {
    this.#position++;
    this.#isIndexGood = true;
    this.#isAfterIndex = false;
    const flags = this.#flags();
    this.#index();
    const problems = this.#width(flags) + this.#precision(flags);
    if (!this.#isAfterIndex) this.#index();
    if (this.isAtEnd) return { text: `${problems}%!(NOVERB)`, verb: undefined, flags, value: undefined };
    const verb = String.fromCodePoint(this.#format.codePointAt(this.#position) ?? 0);
    this.#position += verb.length;
    return this.#verb(verb, flags, problems);
  }

  #verb(verb: string, flags: Flags, problems: string): Directive {
    const text = this.#textForVerb(verb);
    if (text !== undefined) return { text: problems + text, verb: undefined, flags, value: undefined };
    if (verb === 'v' || verb === 'w') {
      flags.sharpV = flags.sharp;
      flags.plusV = flags.plus;
      flags.sharp = false;
      flags.plus = false;
    }
    return { text: problems, verb, flags, value: this.#values[this.#next++] };
  }

  #textForVerb(verb: string): string | undefined {
    if (verb === '%') return '%';
    if (!this.#isIndexGood) return `%!${verb}(BADINDEX)`;
    return this.#next >= this.#values.length ? `%!${verb}(MISSING)` : undefined;
  }

  #flags(): Flags {
    const flags = noFlags();
    for (; ; this.#position++) {
      const character = this.#format[this.#position];
      if (character === '#') flags.sharp = true;
      else if (character === '0') flags.zero = true;
      else if (character === '+') flags.plus = true;
      else if (character === '-') flags.minus = true;
      else if (character === ' ') flags.space = true;
      else return flags;
    }
  }

  #width(flags: Flags): string {
    if (this.#format[this.#position] !== '*') {
      flags.width = this.#number();
      if (this.#isAfterIndex && flags.width !== undefined) this.#isIndexGood = false;
      return '';
    }
    this.#position++;
    this.#isAfterIndex = false;
    const width = this.#numberFromValue();
    flags.width = width === undefined ? undefined : Math.abs(width);
    if (width !== undefined && width < 0) {
      flags.minus = true;
      flags.zero = false;
    }
    return width === undefined ? '%!(BADWIDTH)' : '';
  }

  #precision(flags: Flags): string {
    if (this.#format[this.#position] !== '.' || this.#position + 1 >= this.#format.length) return '';
    this.#position++;
    if (this.#isAfterIndex) this.#isIndexGood = false;
    this.#index();
    if (this.#format[this.#position] !== '*') {
      flags.precision = this.#number() ?? 0;
      return '';
    }
    this.#position++;
    this.#isAfterIndex = false;
    const precision = this.#numberFromValue();
    if (precision !== undefined && precision >= 0) flags.precision = precision;
    return flags.precision === undefined ? '%!(BADPREC)' : '';
  }

  /** A number too large ends the format, as in Go. */
  #number(): number | undefined {
    const [digits = ''] = /^\d*/.exec(this.#format.slice(this.#position, this.#position + 8)) ?? [];
    if (digits === '') return undefined;
    if (Number(digits.slice(0, -1)) > maxNumber) {
      this.#position = this.#format.length;
      return undefined;
    }
    this.#position += digits.length;
    return Number(digits);
  }

  #numberFromValue(): number | undefined {
    if (this.#next >= this.#values.length) return undefined;
    const value = underlying(this.#values[this.#next++]);
    const number = value instanceof TemplateByte ? BigInt(value.value) : value;
    return typeof number === 'bigint' && number <= maxNumber && number >= -maxNumber ? Number(number) : undefined;
  }

  /** Reads `[n]`, the index of the next value, counted from 1. */
  #index(): void {
    this.#isAfterIndex = false;
    if (this.#format[this.#position] !== '[') return;
    this.#isReordered = true;
    const end = this.#format.indexOf(']', this.#position);
    if (end < 0) {
      this.#position++;
      this.#isIndexGood = false;
      return;
    }
    const digits = this.#format.slice(this.#position + 1, end);
    this.#position = end + 1;
    const index = /^\d{1,7}$/.test(digits) ? Number(digits) : undefined;
    this.#isAfterIndex = index !== undefined;
    if (index !== undefined && index >= 1 && index <= this.#values.length) this.#next = index - 1;
    else this.#isIndexGood = false;
  }
}
