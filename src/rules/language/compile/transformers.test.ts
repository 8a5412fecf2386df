import { describe, expect, it } from 'vitest';
import type { Json } from '#kit/json.ts';
import { parseCondition } from '../parse-condition.ts';
import { sampleEvent, sampleFields } from '../testing/sample-fields.ts';
import { compileCondition } from './compile-condition.ts';

function matches(condition: string, json: Json = event): boolean {
  return compileCondition(parseCondition(condition), sampleFields).matches(sampleEvent(json));
}

const event: Json = {
  'x.text': 'Shell',
  'x.path': '/usr/bin/Ls',
  'x.bytes': 'a\0b',
  'x.uint64': '7',
  'l.texts': ['-n', '-t', 'hello', 'x'],
};

describe('a transformer', () => {
  it.for([
    ['tolower(x.text) = shell', true],
    ['toupper(x.path) = /USR/BIN/LS', true],
    ['tolower(l.texts) intersects (HELLO)', false],
    ['toupper(l.texts) intersects (HELLO)', true],
    ['basename(x.path) = Ls', true],
    ['basename(x.text) = Shell', true],
    ['basename("a/") = ""', true],
    ['b64("aGVsbG8=") = hello', true],
    ['b64("aGVsbG8") = hello', true],
    ['b64("aGVsbG9=") exists', false],
    ['b64("a") exists', false],
    ['b64("aGVs bG8=") exists', false],
    ['b64("") exists', true],
    ['len(b64("gA==")) = 1', true],
    ['b64("gA==") = "\\x80"', true],
    ['concat(b64("w6k="), b64("wg=="), b64("qQ==")) = "é\\xc2\\xa9"', true],
    ['concat(b64("wg=="), b64("qQ==")) = "©"', true],
    ['len(x.path) = 11', true],
    ['len(x.bytes) = 3', true],
    ['len(l.texts) >= 4', true],
    ['len(("a", "b", "c")) = 3', true],
    ['tolower(toupper(x.text)) = shell', true],
    ['join("-", (x.text, "y", 3)) = Shell-y-3', true],
    ['join(",", (x.text, x.uint64)) = "Shell,7"', true],
    ['join(",", l.texts) = "-n,-t,hello,x"', true],
    ['join(",", (x.text, x.other)) exists', false],
    ['join(",", ()) = ""', true],
    ['concat(x.text, "-", x.text) = Shell-Shell', true],
    ['concat(x.text, x.other) exists', false],
    ['toupper(concat(x.text, "a")) = SHELLA', true],
    ['getopt(l.texts, "nt:") in (n, t, hello)', true],
    ['getopt(l.texts, "nt:")[t] = hello', true],
    ['getopt(l.texts, "nt:")[n] = n', true],
    ['getopt(l.texts, "nt:")[x] exists', false],
    ['getopt(l.texts, "t:") intersects (?)', true],
    ['getopt(("-ab", "-cv", "--long", "--", "-d"), "abc:d") in (a, b, c, v)', true],
    ['getopt(("-t"), "t:") in ("")', true],
    ['getopt(("-t"), "t:")[t] = ""', true],
    ['getopt(("-t", "1", "-t", "2"), "t:")[t] = 2', true],
    ['getopt(("-?"), "n")[?] exists', false],
    ['getopt(("x"), "n") exists', true],
    ['getopt(("x"), "n") in ()', true],
    ['getopt(("x"), "n") intersects (n)', false],
  ] as const)('%s is %s', ([condition, isMatch]) => {
    expect(matches(condition)).toBe(isMatch);
  });

  it.for([
    [
      'tolower(x.uint64) = 7',
      "can't add field transformer: type 'UINT64' is not supported by 'tolower' transformer applied on field 'x.uint64'",
    ],
    [
      'basename(l.numbers) in (7)',
      "can't add field transformer: type 'UINT64' is not supported by 'basename' transformer applied on list field 'l.numbers'",
    ],
    ['len(x.uint64) = 7', "type 'UINT64' is not supported by 'len' transformer"],
    ['b64(x.path) = a', "type 'FSPATH' is not supported by 'b64' transformer"],
    ['tolower(x.text)[a] = b', "filter error: transformer 'tolower' does not support field arguments"],
    ['x.text = val(x.text)[a]', "filter error: transformer 'val' does not support field arguments"],
    ['join(",", l.texts)[a] = b', "transformer 'join' does not support field arguments"],
    ['join("a") = b', "unknown field transfomer 'join'"],
    ['tolower(x.text, x.text) = b', 'unknown multivalue transformer'],
    ['join(",", l.texts, l.texts) = b', 'join() requires exactly 2 arguments: separator and list'],
    ['join(l.texts, l.texts) = b', 'join() first argument (separator) must be a single value, not a list'],
    ['join(",", x.text) = b', 'join() second argument must be a list'],
    ['concat(x.text, l.texts) = b', 'concat() arguments must be strings'],
    ['concat(x.text, x.uint64) = b', 'concat() arguments must be strings'],
    ['getopt(x.text, "n") in (n)', 'getopt() first argument must be a list'],
    ['getopt(l.texts, l.texts) in (n)', 'getopt() second argument (optstring) must be a single value'],
    ['getopt(l.numbers, "n") in (n)', 'getopt() arguments must be strings'],
    ['getopt(l.texts, "n", "n") in (n)', 'getopt() requires exactly 2 arguments: args list and optstring'],
    ['getopt(l.texts, "n")[nn] = n', 'getopt() field argument must be a single option character'],
  ] as const)('%s is refused', ([condition, message]) => {
    expect(() => matches(condition)).toThrow(message);
  });
});
