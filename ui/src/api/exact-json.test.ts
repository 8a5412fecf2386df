import { expect, it } from 'vitest';
import { ExactNumber, parseExactJson, printExactJson } from './exact-json.ts';

it.for([
  ['{"evt.time":1795578001396692892}', '1795578001396692892'],
  ['{"evt.time":-9223372036854775808}', '-9223372036854775808'],
  ['{"evt.time":0.12345678901234567891}', '0.12345678901234567891'],
] as const)('keeps the digits of %s', ([json, digits]) => {
  const { 'evt.time': number } = parseExactJson<{ 'evt.time': unknown }>(json);
  expect(number).toBeInstanceOf(ExactNumber);
  expect(String(number)).toBe(digits);
  expect(printExactJson({ n: number })).toBe(`{\n  "n": ${digits}\n}`);
});

it.for(['1', '-7.5', '9007199254740991', '1e3', '0.1', '1000000000000000000000000'.slice(0, 15)])(
  'has %s as a number',
  (json) => {
    expect(parseExactJson(json)).toBe(Number(json));
  },
);

it('prints what it has read', () => {
  const json = '{"a":[1,{"b":null}],"c":{},"d":[],"e":"\\"quoted\\"","f":true}';
  expect(JSON.parse(printExactJson(parseExactJson(json)))).toEqual(JSON.parse(json));
});
