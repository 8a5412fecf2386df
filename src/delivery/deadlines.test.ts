import { expect, it } from 'vitest';
import { FakeClock } from '#kit/testing/fake-clock.ts';
import { DeadlineError, Deadlines } from './deadlines.ts';

/** Work that lasts, and what became of it. */
function running(clock: FakeClock, deadlines: Deadlines, ms: number) {
  const state: { outcome: unknown; signal: AbortSignal | undefined } = { outcome: 'running', signal: undefined };
  const work = deadlines.run(async (signal) => {
    state.signal = signal;
    await clock.sleep(ms);
    return 'finished';
  });
  work.then(
    (result) => {
      state.outcome = result;
    },
    (error: unknown) => {
      state.outcome = error;
    },
  );
  return state;
}

it('lets finish what is in time, to the millisecond, and breaks off the rest', async () => {
  const clock = new FakeClock();
  const deadlines = new Deadlines(clock, 1000);
  const short = running(clock, deadlines, 10);
  await clock.advance(500);
  const [exact, long] = [running(clock, deadlines, 1000), running(clock, deadlines, 1001)];
  await clock.advance(999);
  expect([short.outcome, exact.outcome, long.outcome]).toEqual(['finished', 'running', 'running']);
  await clock.advance(1);
  expect(exact.outcome).toBe('finished');
  expect(long.outcome).toBeInstanceOf(DeadlineError);
  expect(long.signal?.aborted).toBe(true);
});

it('begins anew after a time when there was nothing to watch', async () => {
  const clock = new FakeClock();
  const deadlines = new Deadlines(clock, 1000);
  running(clock, deadlines, 10);
  await clock.advance(5000);
  const long = running(clock, deadlines, 1e6);
  await clock.advance(1000);
  expect(long.outcome).toBeInstanceOf(DeadlineError);
});

it('breaks everything off when closed, and begins nothing more', async () => {
  const clock = new FakeClock();
  const deadlines = new Deadlines(clock, 1000);
  const long = running(clock, deadlines, 500);
  const reason = new Error('closed');
  deadlines.close(reason);
  await clock.advance(0);
  expect(long.outcome).toBe(reason);
  await expect(deadlines.run(async () => 'too late')).rejects.toBe(reason);
});
