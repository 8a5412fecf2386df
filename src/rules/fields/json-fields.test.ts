import { expect, it } from 'vitest';
import { kubernetesCatalog } from './kubernetes-catalog.ts';
import { quietSurroundings, ruleEvent, valuesOf } from './testing/rule-event.ts';

const catalog = kubernetesCatalog(quietSurroundings);
const text =
  '{ "big" : 12345678901234567890, "one":1.0, "a/b": {"~": [1, {"x":"\\u00e9"}]}, "e":{}, "l":[ ], "s":"a b\\"" }';
const indented = `{
  "big": 12345678901234567890,
  "one": 1.0,
  "a/b": {
    "~": [
      1,
      {
        "x": "\\u00e9"
      }
    ]
  },
  "e": {},
  "l": [],
  "s": "a b\\""
}`;

it.for<[field: string, value: string | undefined]>([
  ['json.value[/big]', '12345678901234567890'],
  ['json.value[big]', '12345678901234567890'],
  ['json.value[/one]', '1.0'],
  ['json.value[/a~1b/~0/0]', '1'],
  ['json.value[/a~1b/~0/1/x]', 'é'],
  ['json.value[/a~1b]', '{"~":[1,{"x":"é"}]}'],
  ['json.value[/a~1b/~0/2]', undefined],
  ['json.value[/a~1b/~0/-]', undefined],
  ['json.value[/constructor]', undefined],
  ['json.value[/s/length]', undefined],
  ['json.value[/e]', '{}'],
  ['json.value[/l]', '[]'],
  ['json.value[/s]', 'a b"'],
  ['jevt.value[/]', undefined],
  ['jevt.value[]', text.replaceAll(/ (?!b)/g, '')],
  ['jevt.obj', indented],
  ['json.rawtime', '1704164645123456789'],
])('%s', ([field, value]) => {
  expect(valuesOf(catalog, ruleEvent(text), field)).toEqual(value === undefined ? undefined : [value]);
});
