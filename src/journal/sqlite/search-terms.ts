import { searchedTexts, wordsOf } from './words.ts';

/** What somebody looks for: terms that all must occur. */
export type SearchTerms = readonly SearchTerm[];

/** Words that must follow each other: `/etc/shadow` is two. */
export interface SearchTerm {
  readonly words: readonly string[];
  /** The last word may go on: `fal*`. */
  readonly isPrefix: boolean;
}

/** FTS5 bounds the size of a query. */
const maxIndexWords = 32;

/** Terms are parted by spaces. One without a letter or digit says nothing, and is passed over. */
export function parseSearch(text: string): SearchTerms {
  return text.split(/\s+/).flatMap((term) => {
    const words = wordsOf(term);
    return words.length > 0 ? [{ words, isPrefix: term.endsWith('*') }] : [];
  });
}

/** One term, spaces and all, whose words must follow each other. */
export function termOf(text: string): SearchTerm {
  return { words: wordsOf(text), isPrefix: text.endsWith('*') };
}

/** Whether every term occurs in the JSON of an alert. */
export function matches(json: string, terms: SearchTerms): boolean {
  if (!mayMatch(json, terms)) return false;
  const texts = searchedTexts(json).map(wordsOf);
  return terms.every((term) => texts.some((words) => includesTerm(words, term)));
}

/** The query for FTS5: every word of every term, anywhere in a block of alerts, so that it finds more than is asked for. */
export function indexQuery(terms: SearchTerms): string {
  const words = terms.flatMap(({ words: wanted, isPrefix }) =>
    wanted.map((word, index) => `"${word}"${isPrefix && index === wanted.length - 1 ? '*' : ''}`),
  );
  return words.slice(0, maxIndexWords).join(' AND ');
}

/** JSON escapes no letter and no digit, so that most alerts need not be parsed to be ruled out. */
function mayMatch(json: string, terms: SearchTerms): boolean {
  const text = json.toLowerCase();
  return terms.every(({ words }) => words.every((word) => text.includes(word)));
}

function includesTerm(words: readonly string[], { words: wanted, isPrefix }: SearchTerm): boolean {
  const last = wanted.length - 1;
  return words.some((_, start) =>
    wanted.every((word, index) => {
      const found = words[start + index];
      return found === word || (isPrefix && index === last && found?.startsWith(word) === true);
    }),
  );
}
