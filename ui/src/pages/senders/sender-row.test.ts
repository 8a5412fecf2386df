import { describe, expect, it } from 'vitest';
import { inOrder, senderQuery, usualText, type SenderRow } from './sender-row.ts';

const row = (sender: string, more: Partial<SenderRow> = {}): SenderRow => ({
  sender,
  cluster: '',
  state: 'sending',
  lastSeenMs: 0,
  firstSeenMs: 0,
  countLastHour: 0,
  countLastDay: 0,
  usualPerHour: 0,
  sources: [],
  trend: [],
  ...more,
});

describe('inOrder', () => {
  it('begins with the silent, and among them with what is missed most', () => {
    const rows = [
      row('c'),
      row('a', { state: 'silent', usualPerHour: 3 }),
      row('b', { state: 'silent', usualPerHour: 80 }),
    ];
    expect(inOrder(rows, 'state', 'desc').map(({ sender }) => sender)).toEqual(['b', 'a', 'c']);
  });
});

describe('senderQuery', () => {
  it('finds what a sender sent, in its cluster', () => {
    expect(senderQuery(row('node 1', { cluster: 'prod' }))).toBe('hostname:"node 1" cluster:prod');
    expect(senderQuery(row(''))).toBe('-hostname:*');
  });
});

describe('usualText', () => {
  it('counts rare alerts by the day', () => {
    expect([0, 0.2, 4.25, 120.4].map(usualText)).toEqual([
      'less than one an hour',
      '5 a day',
      '4.3 an hour',
      '120 an hour',
    ]);
  });
});
