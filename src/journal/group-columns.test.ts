import fc from 'fast-check';
import { expect, it } from 'vitest';
import { priorities } from '#alert/priority.ts';
import { columnsOf, groupsOf } from './group-columns.ts';

const text = fc.constantFrom('', 'a', 'node-1', '"\n');
const texts = fc.array(text, { maxLength: 3 });
const number = fc.nat(Number.MAX_SAFE_INTEGER);
const group = fc.record({
  id: fc.string(),
  rule: text,
  source: text,
  hostname: text,
  cluster: text,
  namespace: text,
  workload: text,
  process: text,
  user: text,
  tags: texts,
  sources: texts,
  priority: fc.constantFrom(...priorities),
  count: number,
  hosts: number,
  namespaces: number,
  trend: fc.array(number, { maxLength: 3 }),
  totalCount: number,
  firstSeenMs: number,
  lastSeenMs: number,
  lastSeq: number,
});

it('brings groups from thread to thread as they are', () => {
  fc.assert(
    fc.property(fc.array(group, { maxLength: 10 }), fc.boolean(), (groups, isExact) => {
      expect(groupsOf(structuredClone(columnsOf(groups, isExact)))).toEqual({ groups, isExact });
    }),
  );
});
