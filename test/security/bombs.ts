import { createGzip, gzipSync } from 'node:zlib';
import { buffer } from 'node:stream/consumers';

const mebibyte = 1024 * 1024;

/** Blanks of that size in about a thousandth of it. */
export async function gzipOfBlanks(mebibytes: number): Promise<Buffer> {
  const gzip = createGzip();
  const whole = buffer(gzip);
  const blank = Buffer.alloc(mebibyte, ' ');
  for (let written = 0; written < mebibytes; written++) gzip.write(blank);
  gzip.end();
  return whole;
}

function alertWith(fields: string, rule = 'bomb'): string {
  return `{"output":"o","priority":"Error","rule":"${rule}","time":"2026-11-24T10:00:00Z","output_fields":${fields}}`;
}

/** Bodies that cost more to read than to send; each is answered, by 200 where it is an alert after all. */
export function jsonBombs(): Readonly<Record<string, string | Buffer>> {
  const deep = 7_000_000;
  const keys = Array.from({ length: 200_000 }, (_, at) => `"${at.toString(36)}":${at}`).join();
  return {
    'arrays within arrays': '['.repeat(deep * 2),
    'objects within objects': '{"a":'.repeat(2_000_000),
    'a deep field': alertWith(`{"a":${'['.repeat(deep)}${']'.repeat(deep)}}`),
    'hundreds of thousands of names': alertWith(`{${keys}}`),
    'one name again and again': alertWith(`{${'"a":1,'.repeat(2_000_000)}"a":1}`),
    'a long name': alertWith(`{"${'a'.repeat(14_000_000)}":1}`),
    'a number of millions of digits': alertWith(`{"a":${'9'.repeat(14_000_000)}}`),
    'a fraction of millions of digits': alertWith(`{"a":0.${'1'.repeat(14_000_000)}e-5}`),
    'escapes only': alertWith(`{"a":"${String.raw`\u0000`.repeat(2_000_000)}"}`),
    'backslashes only': alertWith(`{"a":"${'\\\\'.repeat(7_000_000)}"}`),
    'an unfinished text': `{"output":"${'x'.repeat(14_000_000)}`,
    'blanks before nothing': ' '.repeat(15_000_000),
    'ten thousand alerts and one': alertWith('{"a":1}').repeat(10_001),
    'bytes that are no text': Buffer.alloc(14_000_000, 0xff),
    'gzip within gzip': gzipSync(gzipSync(Buffer.alloc(16 * mebibyte))),
  };
}

/** Names that mean something to JavaScript, as fields and as parts of the alert itself. */
export const prototypeAlerts: readonly string[] = [
  '{"__proto__":{"output":"o","priority":"Error","rule":"polluted","time":"2026-11-24T10:00:00Z","output_fields":{"a":1}}}',
  '{"constructor":{"prototype":{"rule":"polluted","priority":"Error"}}}',
  alertWith(
    '{"__proto__":{"polluted":"yes"},"constructor":{"prototype":{"polluted":"yes"}},"toString":1,"a":1}',
    'prototypes',
  ),
  alertWith('{"__proto__.polluted":"yes","a":{"__proto__":{"polluted":"yes"},"hasOwnProperty":null,"then":"x"}}'),
  alertWith(String.raw`{"\u005f_proto__":{"polluted":"yes"},"valueOf":null,"toJSON":"x"}`),
];
