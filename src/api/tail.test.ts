import { expect, it } from 'vitest';
import { auditRecordRule } from '#alert/audit-record.ts';
import { laneOf } from '#alert/lane.ts';
import type { Entry } from '#journal/journal.ts';
import { sampleAlert } from '#journal/testing/sample-alerts.ts';
import { tailStream, type TailFilter } from './tail.ts';

/** The last of them passes every filter below. */
const entries = [
  sampleAlert({ rule: auditRecordRule, source: 'k8s_audit', priority: 'Debug' }),
  sampleAlert({ rule: 'Terminal shell', priority: 'Notice' }),
  sampleAlert({ rule: auditRecordRule, source: 'syscalls', priority: 'Notice' }),
].map((alert, index): Entry => ({ seq: index + 1, receivedAtMs: 0, lane: laneOf(alert.priority), alert }));

/** The numbers of the alerts that are told. */
async function told(filter: TailFilter): Promise<readonly string[]> {
  const journal = {
    subscribe: (listener: (entries: readonly Entry[]) => void) => {
      queueMicrotask(() => listener(entries));
      return () => {};
    },
  };
  const reader = tailStream(journal, filter).pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (!text.includes('id: 3\n')) text += (await reader.read()).value ?? '';
  await reader.cancel();
  return [...text.matchAll(/^id: (\d+)$/gm)].map(([, seq = '']) => seq);
}

it('leaves records of audit events out unless their rule is asked for', async () => {
  expect(await told({})).toEqual(['2', '3']);
  expect(await told({ minimumPriority: 'Notice' })).toEqual(['2', '3']);
  expect(await told({ rule: auditRecordRule })).toEqual(['1', '3']);
});
