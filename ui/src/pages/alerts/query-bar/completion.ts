import { priorities } from '#alert/priority.ts';
import { canonicalField, namedFields } from '#query/fields.ts';
import { printValue } from '#query/print-query.ts';
import { QueryError } from '#query/query.ts';
import { tokensOf, type Token } from '#query/tokens.ts';

/** What is being typed at the caret. */
export type Typing =
  | { readonly kind: 'field'; readonly prefix: string; readonly start: number; readonly end: number }
  | {
      readonly kind: 'value';
      readonly field: string;
      readonly prefix: string;
      readonly start: number;
      readonly end: number;
    };

export interface Offer {
  /** What takes the place of what was typed. */
  readonly text: string;
  readonly label: string;
  readonly note?: string;
  /** At the right: a count. */
  readonly aside?: string;
  readonly start: number;
  readonly end: number;
}

export function typingAt(text: string, caret: number): Typing {
  const tokens = tokensBefore(text, caret);
  const last = tokens.at(-1);
  const before = tokens.at(-2);
  if (last?.kind === 'field' && last.at.end === caret) {
    return { kind: 'value', field: last.name, prefix: '', start: caret, end: caret };
  }
  if ((last?.kind === 'word' || last?.kind === 'quoted') && last.at.end === caret) {
    const { start } = last.at;
    const end = endOfWord(text, caret);
    const isValue = before?.kind === 'field' && before.at.end === start;
    if (isValue) return { kind: 'value', field: before.name, prefix: last.text, start, end };
    return { kind: 'field', prefix: last.text, start, end };
  }
  return { kind: 'field', prefix: '', start: caret, end: caret };
}

/** An open quotation mark at the end is what is being typed. */
function tokensBefore(text: string, caret: number): readonly Token[] {
  const head = text.slice(0, caret);
  try {
    return tokensOf(head);
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    const { start } = error.position;
    const rest = tokensOf(head.slice(0, start));
    return [...rest, { kind: 'quoted', text: head.slice(start + 1), at: { start, end: caret } }];
  }
}

function endOfWord(text: string, caret: number): number {
  const rest = /^[^\s()"]*/.exec(text.slice(caret))?.[0] ?? '';
  return caret + rest.length;
}

/** Fields whose name has the prefix in it, those that begin with it first. */
export function offerFields(typing: Typing & { kind: 'field' }, seen: readonly string[]): readonly Offer[] {
  const prefix = typing.prefix.toLowerCase();
  const named = Object.entries(namedFields).map(([name, note]) => ({ name, note }));
  const others = seen.filter((name) => !Object.hasOwn(namedFields, name)).map((name) => ({ name, note: undefined }));
  return [...named, ...others]
    .filter(({ name }) => name.toLowerCase().includes(prefix))
    .toSorted((a, b) => rank(a.name, prefix) - rank(b.name, prefix))
    .slice(0, 10)
    .map(({ name, note }) => {
      const text = name === 'priority' ? `${name}>=` : `${name}:`;
      return { text, label: name, ...(note !== undefined && { note }), start: typing.start, end: typing.end };
    });
}

function rank(name: string, prefix: string): number {
  if (name.toLowerCase().startsWith(prefix)) return 0;
  return name
    .toLowerCase()
    .split('.')
    .some((part) => part.startsWith(prefix))
    ? 1
    : 2;
}

export function offerPriorities(typing: Typing & { kind: 'value' }): readonly Offer[] {
  return priorities
    .map((name) => name.toLowerCase())
    .filter((name) => name.startsWith(typing.prefix.toLowerCase()))
    .map((name) => ({ text: `${name} `, label: name, start: typing.start, end: typing.end }));
}

export interface SeenValue {
  readonly value: string;
  readonly count?: number;
}

export function offerValues(
  typing: Typing & { kind: 'value' },
  values: readonly SeenValue[],
  print: (count: number) => string,
): readonly Offer[] {
  const prefix = typing.prefix.toLowerCase();
  return values
    .filter(({ value }) => value !== '' && value.toLowerCase().includes(prefix))
    .slice(0, 10)
    .map(({ value, count }) => ({
      text: `${printValue(value)} `,
      label: value,
      ...(count !== undefined && { aside: print(count) }),
      start: typing.start,
      end: typing.end,
    }));
}

/** What values of a field are counted by, if they are. */
export function dimensionOf(field: string, dimensions: readonly string[]): string | undefined {
  const name = falcoNames.get(field) ?? canonicalField(field);
  return dimensions.includes(name) ? name : undefined;
}

const falcoNames: ReadonlyMap<string, string> = new Map([
  ['k8s.ns.name', 'namespace'],
  ['proc.name', 'process'],
  ['user.name', 'user'],
]);

export function applyOffer(text: string, { text: inserted, start, end }: Offer): { text: string; caret: number } {
  const rest = text.slice(end);
  const tail = inserted.endsWith(' ') ? rest.trimStart() : rest;
  return { text: text.slice(0, start) + inserted + tail, caret: start + inserted.length };
}
