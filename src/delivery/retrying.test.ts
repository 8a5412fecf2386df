import { describe, expect, it } from 'vitest';
import {
  DeliveryError,
  MisconfiguredError,
  PartialDeliveryError,
  RejectedError,
  ThrottledError,
} from '#outputs/errors.ts';
import { numberOf } from './testing/alerts.ts';
import { holds, started } from './testing/started.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

describe('an ordinary failure', () => {
  it('is tried again after growing pauses, at most half a minute', async () => {
    const { append, clock, timesMs } = await started(async () => {
      throw new DeliveryError('unavailable', { status: 503 });
    });
    append(1);
    await clock.advance(2 * minuteMs);
    const pausesMs = timesMs.slice(1).map((time, index) => time - (timesMs[index] ?? 0));
    expect(pausesMs.slice(0, 8)).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  });

  it('ends in a dead letter when it went on for too long', async () => {
    const { append, clock, journal } = await started(async () => {
      throw new Error('no route to host');
    });
    append(1);
    await clock.advance(71 * hourMs);
    expect(journal.with('fake', 'dead')).toEqual([]);
    await clock.advance(2 * hourMs);
    expect(journal.output('fake').fates.get(1)).toMatchObject({
      fate: 'dead',
      record: { reason: 'gave up after 72 h: no route to host' },
    });
  });

  it('counts once when it meets all requests under way, and leaves one at a time to try', async () => {
    const { append, clock, delivery, output } = await started(
      async (_, signal) => {
        await clock.sleep(10, signal);
        throw new Error('down');
      },
      { maxconcurrentrequests: 8 },
    );
    append(8);
    await clock.advance(10);
    expect(delivery.health()[0]?.consecutiveFailures).toBe(1);
    expect(output.maxInFlight).toBe(8);
    await clock.advance(5 * minuteMs);
    output.maxInFlight = 0;
    await clock.advance(5 * minuteMs);
    expect(output.maxInFlight).toBe(1);
  });

  it.for([-10, 10])('is no failure of the alert when the clock jumps by %i years', async (years) => {
    const { append, clock, accepted, output } = await started(async () => {
      throw new Error('down');
    });
    append(2);
    await clock.advance(minuteMs);
    clock.wallOffsetMs += years * 365 * 24 * hourMs;
    await clock.advance(minuteMs);
    output.answer = async () => {};
    await clock.advance(minuteMs);
    expect(accepted()).toEqual([1, 2]);
  });
});

describe('a request to pause', () => {
  it('is heeded to the millisecond', async () => {
    let isThrottled = true;
    const { append, clock, timesMs } = await started(async () => {
      if (isThrottled) throw new ThrottledError('slow down', 90_000, { status: 429 });
    });
    append(2);
    await clock.advance(89_999);
    isThrottled = false;
    expect(timesMs).toEqual([0]);
    append(1);
    await clock.advance(1);
    expect(timesMs).toEqual([0, 90_000, 90_000, 90_000]);
  });

  it('is cut to what the operator allows', async () => {
    const { append, clock, timesMs } = await started(
      async () => {
        throw new ThrottledError('slow down', 10 * 365 * 24 * hourMs);
      },
      {},
      { maxRetryAfterMs: 5 * minuteMs },
    );
    append(1);
    await clock.advance(10 * minuteMs);
    expect(timesMs).toEqual([0, 5 * minuteMs, 10 * minuteMs]);
  });

  it('is not lifted by a success that was under way', async () => {
    const { append, clock, timesMs } = await started(
      async ([alert], signal) => {
        if (numberOf(alert) === 1) throw new ThrottledError('slow down', minuteMs);
        await clock.sleep(1000, signal);
      },
      { maxconcurrentrequests: 2 },
    );
    append(2);
    await clock.advance(minuteMs - 1);
    append(1);
    expect(timesMs).toEqual([0, 0]);
  });

  it('for no time is an ordinary failure', async () => {
    const { append, clock, timesMs } = await started(async () => {
      throw new ThrottledError('slow down', 0);
    });
    append(1);
    await clock.advance(3499);
    expect(timesMs).toEqual([0, 500, 1500]);
  });
});

describe('a wrong setting', () => {
  it('is tried slowly, loses nothing, and is over when it is mended', async () => {
    let isMended = false;
    const { append, clock, timesMs, delivery, journal, accepted, lines } = await started(async () => {
      if (!isMended) throw new MisconfiguredError('example.com answered 401', { status: 401 });
    });
    append(3);
    await clock.advance(200 * hourMs);
    const pausesMs = timesMs.slice(1).map((time, index) => time - (timesMs[index] ?? 0));
    expect(pausesMs.slice(0, 8)).toEqual([5000, 10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000]);
    expect(delivery.health()[0]?.state).toBe('misconfigured');
    expect(journal.with('fake', 'dead')).toEqual([]);
    expect(lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
    isMended = true;
    await clock.advance(5 * minuteMs);
    expect(accepted()).toEqual([1, 2, 3]);
  });
});

describe('a refusal', () => {
  it('of a message finds the alerts at fault, so that their neighbours arrive', async () => {
    const { append, clock, journal, accepted } = await started(
      async (alerts) => {
        if (holds(alerts, 3, 7)) throw new RejectedError('bad field', { status: 400 });
      },
      { maxAlerts: 10 },
    );
    append(10);
    await clock.advance(0);
    expect(accepted()).toEqual([1, 2, 4, 5, 6, 8, 9, 10]);
    expect(journal.with('fake', 'dead')).toEqual([3, 7]);
  });

  it('of an alert that cannot be encoded does not hold up the others', async () => {
    const { append, clock, journal, accepted, output } = await started(async () => {}, { maxAlerts: 10 });
    output.encode = (alerts) => {
      if (holds(alerts, 2)) throw new TypeError('no such property');
    };
    append(3);
    await clock.advance(0);
    expect(accepted()).toEqual([1, 3]);
    expect(journal.output('fake').fates.get(2)?.record).toMatchObject({
      reason: 'The alert cannot be encoded for this output: no such property',
    });
  });
});

describe('a message that arrived in part', () => {
  it('is sent again only as far as it did not, each alert by its own error', async () => {
    let isFirst = true;
    const { append, clock, journal, accepted, output, calls } = await started(
      async (alerts) => {
        if (!isFirst) return;
        isFirst = false;
        const errors = new Map(alerts.map((alert) => [numberOf(alert), alert]));
        output.accepted.push(...alerts.filter((alert) => !holds([alert], 2, 3, 5)));
        const failures = [
          [2, new DeliveryError('busy', { status: 429 })],
          [3, new RejectedError('bad', { status: 400 })],
          [5, new DeliveryError('busy', { status: 503 })],
        ] as const;
        throw new PartialDeliveryError(
          new Map(
            failures.flatMap(([number, error]) => {
              const alert = errors.get(number);
              return alert ? [[alert, error] as const] : [];
            }),
          ),
          { status: 200 },
        );
      },
      { maxAlerts: 5 },
    );
    append(7);
    await clock.advance(minuteMs);
    expect(calls).toEqual([
      [1, 2, 3, 4, 5],
      [2, 5, 6, 7],
    ]);
    expect(accepted()).toEqual([1, 4, 2, 5, 6, 7]);
    expect(journal.with('fake', 'dead')).toEqual([3]);
    expect(journal.output('fake').fates.get(4)?.record).toMatchObject({ seqs: [1, 4], status: 200 });
  });
});
