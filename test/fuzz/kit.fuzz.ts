import assert from 'node:assert/strict';
import { isZeroTime, parseTime, unixNanoseconds } from '#alert/time.ts';
import { parseBytes } from '#kit/bytes.ts';
import { parseDuration } from '#kit/duration.ts';
import { nearest } from '#kit/nearest.ts';
import { parseRetryAfter } from '#kit/retry-after.ts';
import { Secret } from '#kit/secret.ts';
import { url } from '#kit/url.ts';
import type { FuzzTarget } from './fuzz-target.ts';

const nowMs = Date.parse('2026-11-24T12:00:00Z');
const words = ['webhookurl', 'minimumpriority', 'hostport', 'checkcert', 'outputformat'];

/** The small readers of options and headers, all with one text. */
export const target: FuzzTarget = {
  name: 'kit',
  about: 'sizes, durations, times, Retry-After, URLs and the nearest word',
  covers: [
    'src/kit/bytes.ts',
    'src/kit/duration.ts',
    'src/kit/nearest.ts',
    'src/kit/retry-after.ts',
    'src/kit/url.ts',
    'src/alert/time.ts',
  ],
  dictionary: [
    ...'ns us µs ms s m h d kb MB GiB tib b + - . Z T : , GMT Mon Tuesday Nov 2026 + %2F .. // \\ @ ? # &'.split(' '),
    ...words,
    '2026-11-24T10:00:00.123456789Z',
    '+23:59',
  ],
  seeds: () => [
    '1h30m',
    '500ms',
    '1.5s',
    '100',
    '.5d',
    '1e3',
    '100MiB',
    '5 MB',
    '1024',
    '9007199254740993',
    '120',
    'Tue, 24 Nov 2026 12:05:00 GMT',
    'Tuesday, 24-Nov-26 12:05:00 GMT',
    'Tue Nov 24 12:05:00 2026',
    '2026-02-29T10:00:00.123456789+01:00',
    '0001-01-01T00:00:00Z',
    '../../admin?token=x#y',
    'webhokurl',
  ],
  maxBytes: 256,
  run(input) {
    const text = Buffer.from(input).toString();
    checkSizesAndTimes(text);
    checkUrl(text);
    const word = nearest(text, words);
    assert.ok(word === undefined || words.includes(word), 'the nearest word is a candidate');
  },
};

function checkSizesAndTimes(text: string): void {
  for (const [name, value] of Object.entries({
    bytes: parseBytes(text),
    duration: parseDuration(text),
    pause: parseRetryAfter(text, nowMs),
  })) {
    if (value !== undefined)
      assert.ok(Number.isSafeInteger(value) && value >= 0, `${name} is a whole number: ${value}`);
  }
  const time = parseTime(text);
  if (time === undefined) return;
  assert.equal(parseTime(time), time, 'a canonical time is one already');
  assert.equal(typeof unixNanoseconds(time), 'bigint');
  assert.equal(isZeroTime(time), unixNanoseconds(time) === -62_135_596_800_000_000_000n);
}

/** Whatever is put in stays one segment or one value, and a secret does not show. */
function checkUrl(text: string): void {
  if (/^\.\.?$/.test(text)) {
    assert.throws(() => url`https://host.example/a/${text}/b`, RangeError);
    return;
  }
  const made = new URL(url`https://host.example/a/${text}/b?c=${text}&d=1`.reveal());
  assert.equal(made.host, 'host.example');
  assert.equal(made.hash, '');
  assert.equal(made.searchParams.get('c'), text);
  assert.equal(made.searchParams.get('d'), '1');
  assert.equal(made.pathname.split('/').length, 4, `one segment: ${made.pathname}`);
  if (text.length < 8) return;
  assert.ok(!url`https://host.example/${new Secret(text)}`.toString().includes(text), 'a secret is hidden');
}
