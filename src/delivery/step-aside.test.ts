import { describe, expect, it } from 'vitest';
import { DeliveryError, RejectedError } from '#outputs/errors.ts';
import { holds, started } from './testing/started.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

describe('an alert that the other side cannot take', () => {
  const crash = new DeliveryError('crash', { status: 500 });

  it('steps aside once the next is accepted, and is tried again in the background', async () => {
    let isMended = false;
    const { append, clock, journal, accepted, calls } = await started(async (alerts) => {
      if (!isMended && holds(alerts, 1)) throw crash;
    });
    append(3);
    await clock.advance(minuteMs);
    expect(calls.flat().slice(0, 7)).toEqual([1, 1, 1, 1, 1, 2, 3]);
    expect(accepted()).toEqual([2, 3]);
    expect(journal.output('fake').cursors.normal).toBe(3);
    expect(journal.output('fake').fates.get(1)).toMatchObject({
      fate: 'aside',
      record: { reason: 'crash' },
    });
    isMended = true;
    await clock.advance(10 * minuteMs);
    expect(accepted()).toEqual([2, 3, 1]);
  });

  it('stays where it is during an outage, and the order with it', async () => {
    let isUp = false;
    const { append, clock, journal, accepted, calls } = await started(async () => {
      if (!isUp) throw crash;
    });
    append(5);
    await clock.advance(hourMs);
    expect(new Set(calls.flat()).size).toBeGreaterThan(1);
    isUp = true;
    await clock.advance(minuteMs);
    expect(accepted().toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5]);
    expect(journal.with('fake', 'dead')).toEqual([]);
    const inOrder = accepted().filter((number) => !journal.output('fake').stoodAside.has(number));
    expect(inOrder).toEqual(inOrder.toSorted((a, b) => a - b));
  });

  it('never steps aside because of the network', async () => {
    const { append, clock, journal, calls } = await started(async (alerts) => {
      if (holds(alerts, 1)) throw new Error('connection reset');
    });
    append(3);
    await clock.advance(hourMs);
    expect(new Set(calls.flat())).toEqual(new Set([1]));
    expect(journal.output('fake').stoodAside.size).toBe(0);
  });

  it('is found in a message of many, and beside another of its kind', async () => {
    const { append, clock, journal, accepted } = await started(
      async (alerts) => {
        if (holds(alerts, 4, 5)) throw crash;
      },
      { maxAlerts: 16 },
    );
    append(16);
    await clock.advance(10 * minuteMs);
    append(4);
    await clock.advance(60 * minuteMs);
    expect(accepted().toSorted((a, b) => a - b)).toEqual([
      1, 2, 3, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20,
    ]);
    expect(journal.with('fake', 'aside')).toEqual([4, 5]);
    await clock.advance(73 * hourMs);
    expect(journal.with('fake', 'dead')).toEqual([4, 5]);
    expect(journal.output('fake').fates.get(4)?.record).toMatchObject({ reason: 'gave up after 72 h: crash' });
  });
});

describe('alerts that stand aside', () => {
  it('are sent once, although the journal is asked for them while they are under way', async () => {
    let isMended = false;
    const { append, clock, journal, accepted } = await started(
      async (alerts) => {
        await clock.sleep(10);
        if (!isMended && holds(alerts, 1, 2)) throw new DeliveryError('crash', { status: 500 });
      },
      {},
      { setAside: { initialMs: minuteMs, maxMs: minuteMs } },
    );
    const due = journal.due.bind(journal);
    journal.due = async (...query) => {
      const rows = await due(...query);
      await clock.sleep(100);
      return rows;
    };
    append(3);
    await clock.advance(2 * minuteMs);
    expect(journal.output('fake').stoodAside).toEqual(new Set([1, 2]));
    isMended = true;
    await clock.advance(hourMs);
    expect(accepted().toSorted((a, b) => a - b)).toEqual([1, 2, 3]);
  });
});

describe('dead letters that are given back', () => {
  it('are sent at once when woken', async () => {
    let isMended = false;
    const { append, clock, journal, accepted, delivery, calls } = await started(
      async () => {
        if (!isMended) throw new RejectedError('bad', { status: 400 });
      },
      { maxAlerts: 10 },
    );
    append(4);
    await clock.advance(0);
    expect(journal.with('fake', 'dead')).toEqual([1, 2, 3, 4]);
    isMended = true;
    calls.length = 0;
    journal.redrive('fake', [1, 2, 4], clock.now());
    delivery.wake(['fake', 'unknown']);
    await clock.advance(0);
    expect(accepted()).toEqual([1, 2, 4]);
    expect(calls).toEqual([[1, 2, 4]]);
    expect(journal.with('fake', 'delivered')).toEqual([1, 2, 4]);
  });

  it('are settled when the journal does not have the alert any more', async () => {
    const { append, clock, journal, delivery } = await started(async () => {
      throw new RejectedError('bad', { status: 400 });
    });
    append(1);
    await clock.advance(0);
    journal.redrive('fake', [1], clock.now());
    journal.readSome = async () => [];
    delivery.wake(['fake']);
    await clock.advance(minuteMs);
    expect(journal.output('fake').fates.get(1)).toMatchObject({
      fate: 'suppressed',
      record: { reason: 'its record in the journal is damaged or was removed' },
    });
  });
});
