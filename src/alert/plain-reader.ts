/** The keys that Falcosidekick knows. Those of texts stand first. */
const keys = ['output', 'priority', 'rule', 'time', 'source', 'hostname', 'uuid', 'tags', 'output_fields'] as const;
const keyNumbers: ReadonlyMap<string, number> = new Map(keys.map((key, index) => [key, index]));
const tagsKey = keys.indexOf('tags');
const fieldsKey = keys.indexOf('output_fields');

const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
/** Escapes that Go writes as well. */
const onlyOwnEscapes = /^(?:[^\\]|\\(?:["\\bfnrt]|u003[ce]|u0026|u202[89]))*$/;

/**
 * Goes over an alert once, without building an object. Each step returns whether the text is still as Falco writes it: no spaces,
 * known keys, each once, fields flat and sorted.
 */
export class PlainReader {
  position: number;
  fieldsFrom = 0;
  fieldsTo = 0;
  tags: readonly string[] | undefined;
  readonly #text: string;
  readonly #maxFields: number;
  readonly #strings: (string | undefined)[] = [undefined, undefined, undefined, undefined, undefined, undefined];
  /** The next backslash, so that a string without one is closed by the next quote. */
  #backslash: number;
  /** The string that was read last, without its quotes. */
  #from = 0;
  #to = 0;
  #isEscaped = false;

  constructor(text: string, start: number, maxFields: number) {
    this.#text = text;
    this.#maxFields = maxFields;
    this.position = start;
    this.#backslash = text.indexOf('\\', start);
  }

  string(key: (typeof keys)[number]): string {
    return this.#strings[keys.indexOf(key)] ?? '';
  }

  /** `{`, members parted by commas, `}`. */
  alert(): boolean {
    if (!this.#take(0x7b)) return false;
    do if (!this.#member()) return false;
    while (this.#take(0x2c));
    return this.#take(0x7d);
  }

  #member(): boolean {
    if (!this.#string() || !this.#take(0x3a)) return false;
    const key = keyNumbers.get(this.#text.slice(this.#from, this.#to));
    if (key === undefined) return false;
    if (key === fieldsKey) return this.#fields();
    if (key === tagsKey) return this.#tags();
    if (this.#strings[key] !== undefined || !this.#string()) return false;
    this.#strings[key] = this.#decoded();
    return this.#strings[key] !== undefined;
  }

  #fields(): boolean {
    if (this.fieldsTo > 0) return false;
    this.fieldsFrom = this.position;
    if (!this.#take(0x7b)) return false;
    let earlier = '';
    for (let count = 1; !this.#take(0x7d); count++) {
      if (count > this.#maxFields) return false;
      if ((earlier !== '' && !this.#take(0x2c)) || !this.#string() || this.#isEscaped) return false;
      const name = this.#text.slice(this.#from, this.#to);
      if (name <= earlier || isDigit(name.charCodeAt(0)) || !this.#take(0x3a) || !this.#fieldValue()) return false;
      earlier = name;
    }
    this.fieldsTo = this.position;
    return true;
  }

  #fieldValue(): boolean {
    switch (this.#text.charCodeAt(this.position)) {
      case 0x22:
        return this.#string() && (!this.#isEscaped || onlyOwnEscapes.test(this.#text.slice(this.#from, this.#to)));
      case 0x74:
        return this.#word('true');
      case 0x66:
        return this.#word('false');
      case 0x6e:
        return this.#word('null');
      default:
        return this.#number();
    }
  }

  #tags(): boolean {
    if (this.tags || !this.#take(0x5b)) return false;
    const tags: string[] = [];
    this.tags = tags;
    if (this.#take(0x5d)) return true;
    do {
      if (!this.#string() || this.#isEscaped) return false;
      tags.push(this.#text.slice(this.#from, this.#to));
    } while (this.#take(0x2c));
    return this.#take(0x5d);
  }

  #string(): boolean {
    if (!this.#take(0x22)) return false;
    this.#from = this.position;
    this.#to = this.#text.indexOf('"', this.position);
    this.#isEscaped = this.#backslash >= 0 && this.#backslash < this.#to;
    if (this.#isEscaped) this.#skipEscapes();
    this.position = this.#to + 1;
    return this.#to >= 0;
  }

  /** A quote behind an odd number of backslashes closes nothing. */
  #skipEscapes(): void {
    let backslash = this.#backslash;
    while (backslash >= 0 && backslash < this.#to) {
      if (backslash + 1 === this.#to) this.#to = this.#text.indexOf('"', this.#to + 1);
      backslash = this.#text.indexOf('\\', backslash + 2);
    }
    this.#backslash = backslash;
  }

  #word(word: string): boolean {
    const isThere = this.#text.startsWith(word, this.position);
    this.position += word.length;
    return isThere;
  }

  #number(): boolean {
    number.lastIndex = this.position;
    if (!number.test(this.#text)) return false;
    this.position = number.lastIndex;
    return true;
  }

  #take(code: number): boolean {
    if (this.#text.charCodeAt(this.position) !== code) return false;
    this.position++;
    return true;
  }

  /** `undefined` for escapes that are not JSON's. */
  #decoded(): string | undefined {
    const content = this.#text.slice(this.#from, this.#to);
    if (!this.#isEscaped) return content;
    try {
      return String(JSON.parse(`"${content}"`)).toWellFormed();
    } catch {
      return undefined;
    }
  }
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}
