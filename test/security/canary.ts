/** Secrets that are planted in a configuration, each different, to be looked for in all that a Tiercel shows. */
export class Canaries {
  /** What each was planted in, by the canary's own word. */
  readonly planted = new Map<string, string>();

  /** A new secret, with all that is written differently in JSON, in URLs and in HTML. */
  plant(place: string): string {
    const word = `${begin}${String(this.planted.size).padStart(5, '0')}xQ`;
    this.planted.set(word, place);
    return `s3/"&<+'${word}`;
  }

  /** The places of those that a text of somebody else's holds: what was really sent. */
  placesIn(text: string): ReadonlySet<string> {
    const found = [...text.matchAll(anyCanary)].map(([word]) => this.planted.get(word) ?? '');
    return new Set(found);
  }
}

const begin = 'K4nary';
const anyCanary = /K4nary\d{5}xQ/g;

/** The beginning of every canary, as it is and as base64 and hexadecimal digits have it, wherever in them it stands. */
const traces = new RegExp(
  [begin, Buffer.from(begin).toString('hex'), ...[0, 1, 2].map(inBase64)].map((trace) => `(?:${trace})`).join('|'),
  'gi',
);

function inBase64(shift: number): string {
  const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(begin)]);
  return bytes.toString('base64').slice([0, 2, 3][shift], Math.floor((bytes.length * 8) / 6));
}

/** Canaries and pieces of them in a text, with what stands around; the first few are enough to go by. */
export function leaksIn(text: string): readonly string[] {
  return [...text.matchAll(traces)].slice(0, 10).map(({ index }) => text.slice(Math.max(0, index - 80), index + 40));
}
