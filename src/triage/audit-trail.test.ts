import { expect, it } from 'vitest';
import { AuditTrail } from './audit-trail.ts';
import { MemoryDocuments } from './testing/memory-documents.ts';

it('tells what was done, newest first, page by page, also when the clock is set back', async () => {
  let nowMs = 1000;
  const trail = new AuditTrail(new MemoryDocuments(), { now: () => nowMs });
  for (const subject of ['a', 'b', 'c']) {
    await trail.add({ by: 'mara', action: 'output.pause', subject });
    nowMs -= 100;
  }
  const first = await trail.page({ limit: 2 });
  expect(first.events.map(({ subject }) => subject)).toEqual(['c', 'b']);
  const second = await trail.page({ limit: 2, before: first.next ?? '' });
  expect(second).toEqual({
    events: [{ id: expect.any(String), atMs: 1000, by: 'mara', action: 'output.pause', subject: 'a' }],
  });
});

it('forgets what is old', async () => {
  let nowMs = 0;
  const trail = new AuditTrail(new MemoryDocuments(), { now: () => nowMs });
  for (; nowMs < 5; nowMs++) await trail.add({ by: 'mara', action: 'x', subject: String(nowMs), address: '::1' });
  expect(await trail.forgetBefore(3)).toBe(3);
  expect((await trail.page({ limit: 9 })).events.map(({ subject }) => subject)).toEqual(['4', '3']);
});
