import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readJson } from '#kit/json-read.ts';
import { readEventJson } from './read-event-json.ts';

const outcome = (read: () => unknown) => {
  try {
    return { value: read() };
  } catch {
    return 'refused';
  }
};

it('is as deep as may be, and no deeper', () => {
  const json = fc.json({ maxDepth: 4 });
  fc.assert(
    fc.property(json, fc.integer({ min: 0, max: 8 }), (text, maxDepth) => {
      expect(outcome(() => readEventJson(text, maxDepth))).toEqual(outcome(() => readJson(text, { maxDepth })));
    }),
    {
      examples: [
        ['[[[]]]', 2],
        ['[[[]]]', 3],
        ['[[],[],[],[]]', 2],
        ['{"a":{"b":"[[[["}}', 2],
        ['{"a":[{}]}', 2],
      ],
    },
  );
});
