import { describe, expect, it } from 'vitest';
import { senderState, usualPerHour } from './silence.ts';

const hourMs = 3_600_000;
const minuteMs = 60_000;
const nowMs = 1_800_000_000_000;

/** A day of an hourly sender, as many alerts an hour, whose last came so long ago. */
const regular = (perHour: number, silentMs: number) => {
  const silentHours = Math.floor(silentMs / hourMs);
  const hours = Array.from({ length: 24 }, (_, index) => (index < 24 - silentHours ? perHour : 0));
  return { hours, lastSeenMs: nowMs - silentMs, nowMs };
};

describe('a sender', () => {
  it.for([
    ['that sends often, and has just sent', regular(60, minuteMs), 'sending'],
    ['that sends often, a little late', regular(60, 59 * minuteMs), 'sending'],
    ['that sends often, and has not for an hour', regular(60, 61 * minuteMs), 'silent'],
    ['that sends hourly, two hours late', regular(1, 2 * hourMs), 'sending'],
    ['that sends hourly, three hours late', regular(1, 3 * hourMs + 1), 'silent'],
    ['of which nothing is known this week', { hours: [], lastSeenMs: nowMs - 200 * hourMs, nowMs }, 'quiet'],
    [
      'that sends now and then',
      {
        hours: Array.from({ length: 168 }, (_, index) => (index % 3 === 0 ? 2 : 0)),
        lastSeenMs: nowMs - 9 * hourMs,
        nowMs,
      },
      'quiet',
    ],
    [
      'that is known for a moment',
      { hours: [0, 0, 5, 5, 0, 0, 0, 0, 0], lastSeenMs: nowMs - 6 * hourMs, nowMs },
      'quiet',
    ],
  ] as const)('%s', ([, activity, state]) => {
    expect(senderState(activity)).toBe(state);
  });

  it('usually sends what it sends in the middle one of its hours', () => {
    expect(usualPerHour([0, 0, 9, 1, 0, 4])).toBe(4);
    expect(usualPerHour([2, 4])).toBe(3);
    expect(usualPerHour([0])).toBe(0);
  });
});
