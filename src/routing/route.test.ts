import { expect, it } from 'vitest';
import { changedAlert, createAlert } from '#alert/alert.ts';
import { auditRecordRule } from '#alert/audit-record.ts';
import { testRule } from '#alert/enrich.ts';
import { laneOf } from '#alert/lane.ts';
import { priorities, type Priority } from '#alert/priority.ts';
import type { Entry } from '#journal/journal.ts';
import { decide } from './route.ts';

function entry(priority: Priority, rule = 'Terminal shell in container'): Entry {
  const alert = createAlert({
    uuid: '3f7a61c2-2f6b-4d0f-9a0e-0d5a4b8f5a11',
    output: 'A shell was spawned',
    priority,
    rule,
    time: '2026-01-31T12:00:00Z',
    outputFields: {},
    source: 'syscalls',
    tags: [],
    hostname: '',
    unknown: {},
  });
  return { seq: 1, receivedAtMs: 0, lane: laneOf(priority), alert };
}

it.for(priorities)('lets %s through without a minimum', (priority) => {
  expect(decide(entry(priority), { minimumpriority: undefined })).toEqual({ deliver: true });
});

it('lets through what is at least the minimum, and says why not otherwise', () => {
  const passing = priorities.filter((priority) => decide(entry(priority), { minimumpriority: 'Warning' }).deliver);
  expect(passing).toEqual(['Emergency', 'Alert', 'Critical', 'Error', 'Warning']);
  expect(decide(entry('Notice'), { minimumpriority: 'Warning' })).toEqual({
    deliver: false,
    reason: 'priority Notice is below the minimum Warning',
  });
});

it('lets no record of an audit event through, and every other alert of that name', () => {
  const named = entry('Debug', auditRecordRule);
  expect(decide(named, { minimumpriority: undefined })).toEqual({ deliver: true });
  const alert = changedAlert(named.alert, { source: 'k8s_audit' });
  expect(decide({ ...named, alert }, { minimumpriority: 'Debug' })).toEqual({
    deliver: false,
    reason: 'it is a record of an audit event that no rule matched, kept by audit.keep',
  });
});

it('lets the test alert pass every minimum', () => {
  expect(decide(entry('Debug', testRule), { minimumpriority: 'Emergency' })).toEqual({ deliver: true });
});

it('keeps from an output what it refuses, but for the test alert', () => {
  const output = { refuses: () => 'not a system call' };
  expect(decide(entry('Error'), { minimumpriority: undefined, output })).toEqual({
    deliver: false,
    reason: 'not a system call',
  });
  expect(decide(entry('Debug', testRule), { minimumpriority: undefined, output })).toEqual({ deliver: true });
});
