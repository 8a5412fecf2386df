import { expect, it } from 'vitest';
import { decisionOf, groupState, type Decision, type GroupFacts } from './group-state.ts';

const hourMs = 3_600_000;
const nowMs = 100 * 24 * hourMs;
const calm: GroupFacts = {
  firstSeenMs: nowMs - 72 * hourMs,
  watchedBeforeMs: 240 * hourMs,
  lastSeenMs: nowMs - hourMs,
  lastSeq: 100,
  priority: 'Warning',
  priorityLastHour: 'Warning',
  priorityBefore: 'Warning',
  lastHour: 2,
  usualPerHour: 2,
  peakSinceDecision: 3,
};
const decided = (decision: Decision['decision'], more: Partial<Decision> = {}): Decision => ({
  decision,
  by: 'mara',
  atMs: nowMs - 3 * hourMs,
  priority: 'Warning',
  lastSeq: 100,
  ...more,
});
const youngJournal = (hoursAgo: number, hoursBefore: number): Partial<GroupFacts> => ({
  firstSeenMs: nowMs - hoursAgo * hourMs,
  watchedBeforeMs: hoursBefore * hourMs,
});
const falsePositive = decided('resolved', { resolution: 'false positive' });

it.for<[because: string, state: string, decision: Decision | undefined, facts: Partial<GroupFacts>]>([
  ['first seen 23 h ago', 'new', undefined, { firstSeenMs: nowMs - 24 * hourMs + 1 }],
  ['first seen 1 d ago, and nobody decided yet', 'open', undefined, { firstSeenMs: nowMs - 24 * hourMs }],
  ['first seen 3 d ago, and nobody decided yet', 'open', undefined, {}],
  ['first seen 1 h ago, with the first alert of all', 'open', undefined, youngJournal(1, 0)],
  ['first seen 2 h ago, 11 h after the first alert of all', 'open', undefined, youngJournal(2, 11)],
  ['first seen 2 h ago', 'new', undefined, youngJournal(2, 12)],
  ['first seen 1 h ago', 'new', undefined, { ...youngJournal(1, 0), priority: 'Critical' }],
  ['10 in the last hour, usually 2', 'escalating', undefined, { ...youngJournal(4, 0), lastHour: 10 }],
  ['10 in the last hour, usually 2', 'escalating', undefined, { lastHour: 10 }],
  ['first seen 3 d ago, and nobody decided yet', 'open', undefined, { lastHour: 9, usualPerHour: 0.1 }],
  ['10 in the last hour, usually fewer than one', 'escalating', undefined, { lastHour: 10, usualPerHour: 0.1 }],
  ['10 in the last hour, usually none', 'escalating', undefined, { lastHour: 10, usualPerHour: 0 }],
  ['first seen 3 d ago, and nobody decided yet', 'open', undefined, { lastHour: 49, usualPerHour: 10 }],
  ['first seen 1 h ago', 'new', undefined, { firstSeenMs: nowMs - hourMs, lastHour: 999, usualPerHour: undefined }],
  ['Critical in the last hour, at most Warning before', 'escalating', undefined, { priorityLastHour: 'Critical' }],
  ['opened again by mara', 'open', decided('open'), { firstSeenMs: nowMs - hourMs }],
  ['50 in the last hour, usually 2', 'escalating', decided('open'), { lastHour: 50 }],
  ['acknowledged by mara', 'acknowledged', decided('acknowledged'), { lastHour: 999, lastSeq: 2000 }],
  ['Critical since mara acknowledged it at Warning', 'escalating', decided('acknowledged'), { priority: 'Critical' }],
  ['acknowledged by mara', 'acknowledged', decided('acknowledged', { priority: 'Alert' }), { priority: 'Alert' }],
  ['resolved by mara as false positive', 'resolved', falsePositive, { priority: 'Emergency' }],
  ['fired again, last 2 h after mara resolved it as false positive', 'regressed', falsePositive, { lastSeq: 101 }],
  ['archived by mara', 'archived', decided('archived'), { lastHour: 19, peakSinceDecision: 19, lastSeq: 200 }],
  ['20 in one hour since it was archived, usually 2', 'escalating', decided('archived'), { peakSinceDecision: 20 }],
  ['Error since mara archived it at Warning', 'escalating', decided('archived'), { priority: 'Error' }],
])('%s', ([because, state, decision, facts]) => {
  expect(groupState(decision, { ...calm, ...facts }, nowMs)).toEqual({ state, because });
});

it('lists what came back among the open ones', () => {
  expect(decisionOf('regressed')).toBe('open');
  expect(decisionOf('new')).toBe('open');
  expect(decisionOf('archived')).toBe('archived');
});
