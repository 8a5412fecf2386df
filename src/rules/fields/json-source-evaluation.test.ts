import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compileCondition } from '../language/compile/compile-condition.ts';
import { createRuleSetEvaluator } from '../language/evaluate/rule-set-evaluator.ts';
import { parseCondition } from '../language/parse-condition.ts';
import { jsonSourceCatalog, type JsonSource } from './json-source.ts';
import { jsonSources } from './json-sources.ts';
import { quietSurroundings, ruleEvent } from './testing/rule-event.ts';

const text = fc.constantFrom('a', 'b', 'ab', 'User', 'Root', 'https://github.com/a/b', 's3.amazonaws.com', 'GetObject');
const leaf = fc.oneof(
  { weight: 3, arbitrary: text },
  { weight: 1, arbitrary: fc.constantFrom(0, 7, -1, 1.5, true, null, '') },
);

/** An object with something at some of the places that the fields of the source look at, and lists where lists are looked for. */
function randomRecord({ fields }: JsonSource): fc.Arbitrary<object> {
  const pointers = fields.flatMap((field) => ('pointers' in field ? field.pointers : []));
  const value = fc.oneof(leaf, fc.array(leaf, { maxLength: 2 }), fc.dictionary(text, leaf, { maxKeys: 2 }));
  const place = fc.tuple(fc.constantFrom('/other', ...pointers), value);
  return fc.array(place, { maxLength: 12 }).map((places) => {
    const record: Record<string, unknown> = {};
    for (const [pointer, item] of places) put(record, pointer.split('/').slice(1), item);
    return record;
  });
}

function put(into: Record<string, unknown>, [key = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    into[key] = value;
    return;
  }
  const inner: Record<string, unknown> = { ...(typeof into[key] === 'object' ? into[key] : {}) };
  into[key] = inner;
  put(inner, rest, value);
}

function randomCondition({ fields }: JsonSource): fc.Arbitrary<string> {
  const names = fields.flatMap(({ name, ...field }) =>
    'pointers' in field || (!field.isList && !field.argument && !field.type) ? [name] : [],
  );
  const name = fc.constantFrom('json.value[/other]', ...names);
  const check = fc.oneof(
    fc
      .tuple(name, fc.constantFrom('=', '!=', 'contains', 'startswith', 'icontains'), text)
      .map((parts) => parts.join(' ')),
    fc
      .tuple(name, fc.array(text, { minLength: 1, maxLength: 3 }))
      .map(([field, some]) => `${field} in (${some.join(', ')})`),
    name.map((field) => `${field} exists`),
  );
  const { condition } = fc.letrec<{ condition: string }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 3 },
      check,
      fc.tuple(tie('condition'), fc.constantFrom('and', 'or'), tie('condition')).map((parts) => `(${parts.join(' ')})`),
      tie('condition').map((inner) => `not (${inner})`),
    ),
  }));
  return condition;
}

it.for(jsonSources())('both evaluators find the same in events of $id', (source) => {
  const catalog = jsonSourceCatalog(source, quietSurroundings);
  const conditions = fc.array(randomCondition(source), { minLength: 1, maxLength: 6 });
  const records = fc.array(randomRecord(source), { minLength: 1, maxLength: 5 });
  let matches = 0;
  fc.assert(
    fc.property(conditions, records, (texts, some) => {
      const parsed = texts.map((condition) => parseCondition(condition));
      const all = createRuleSetEvaluator(parsed, catalog, { ruleMatching: 'all' });
      const references = parsed.map((condition) => compileCondition(condition, catalog).matches);
      for (const record of some) {
        const event = ruleEvent(record, source.id);
        const expected = [...references.keys()].filter((rule) => references[rule]?.(event));
        expect(all(event)).toEqual(expected);
        matches += expected.length;
      }
    }),
    { numRuns: 200 },
  );
  expect(matches).toBeGreaterThan(100);
});
