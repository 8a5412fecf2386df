import { expect, it } from 'vitest';
import { silentLog } from '#kit/log.ts';
import { FakeClock } from '#kit/testing/fake-clock.ts';
import type { RetentionPolicy } from '#journal/journal.ts';
import { keepWithin } from './keep-within.ts';

const minuteMs = 60_000;
const yearMs = 365 * 24 * 60 * minuteMs;

function started(policy: RetentionPolicy) {
  const clock = new FakeClock();
  const ending = new AbortController();
  const policies: RetentionPolicy[] = [];
  const journal = {
    async prune(asked: RetentionPolicy) {
      policies.push(asked);
      return { removed: 0, expired: 0 };
    },
  };
  const ended = keepWithin(() => policy, journal, { clock, log: silentLog }, ending.signal);
  return { clock, policies, ending, ended };
}

it('prunes at once, and then every minute, by the policy in force', async () => {
  const { clock, policies, ending, ended } = started({ maxAgeMs: minuteMs, maxAlerts: 5 });
  await clock.advance(2 * minuteMs + 1000);
  expect(policies).toEqual(Array.from({ length: 3 }, () => ({ maxAgeMs: minuteMs, maxAlerts: 5 })));
  ending.abort();
  await ended;
});

it('takes no alert for older because the clock was set forward', async () => {
  const { clock, policies, ending, ended } = started({ maxAgeMs: minuteMs });
  clock.wallOffsetMs += 10 * yearMs;
  await clock.advance(minuteMs + 1000);
  expect(policies.at(-1)).toEqual({ maxAgeMs: 10 * yearMs + minuteMs });
  clock.wallOffsetMs -= 10 * yearMs;
  await clock.advance(minuteMs + 1000);
  expect(policies.at(-1)).toEqual({ maxAgeMs: minuteMs });
  ending.abort();
  await ended;
});

it('keeps what came in while the clock was behind', async () => {
  const { clock, policies, ending, ended } = started({ maxAgeMs: minuteMs });
  clock.wallOffsetMs -= yearMs;
  await clock.advance(5000);
  clock.wallOffsetMs += yearMs;
  await clock.advance(minuteMs);
  expect(policies.at(-1)).toEqual({ maxAgeMs: yearMs + minuteMs });
  ending.abort();
  await ended;
});
