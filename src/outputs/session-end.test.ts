import { describe, expect, it, vi } from 'vitest';
import type { Alert } from '#alert/alert.ts';
import { DeliveryError, PartialDeliveryError, RejectedError } from './errors.ts';
import type { Alerts } from './output.ts';
import { publishAll } from './publish-all.ts';
import { SessionEnd } from './session-end.ts';
import { referenceAlerts, testAlert } from './testing/alerts.ts';
import { failureOf } from './testing/connect.ts';

const never = () => new Promise<never>(() => {});
const signal = new AbortController().signal;

describe('the end of a session', () => {
  it('fails what is under way and what follows, with the first reason', async () => {
    const [destroy, lost] = [vi.fn<() => void>(), vi.fn<(reason: Error) => void>()];
    const end = new SessionEnd(destroy, lost);
    expect(await end.before(async () => 1, signal)).toBe(1);
    const underWay = failureOf(end.before(never, signal));
    const reason = new Error('gone');
    end.come(reason);
    end.come(new Error('later'));
    expect(await underWay).toBe(reason);
    expect(await failureOf(end.before(never, signal))).toBe(reason);
    expect(destroy).toHaveBeenCalledOnce();
    expect(lost).toHaveBeenCalledExactlyOnceWith(reason);
  });

  it('comes when there is no more time, and not before work that is not begun', async () => {
    const end = new SessionEnd(
      () => {},
      () => {},
    );
    const stop = new Error('stop');
    expect(await failureOf(end.before(never, AbortSignal.abort(stop)))).toBe(stop);
    expect(end.hasCome).toBe(false);
    const deadline = new AbortController();
    const underWay = failureOf(end.before(never, deadline.signal));
    deadline.abort(stop);
    expect(await underWay).toBe(stop);
    expect(end.hasCome).toBe(true);
  });
});

describe('publishing a batch', () => {
  const [first, second] = [testAlert, Object.values(referenceAlerts)[1] ?? testAlert];
  const alerts: Alerts = [first, second];

  async function publish(...errors: (Error | undefined)[]): Promise<unknown> {
    const outcomes = new Map<Alert, Error | undefined>(alerts.map((alert, index) => [alert, errors[index]]));
    return failureOf(
      publishAll(alerts, alerts, async (alert) => {
        const error = outcomes.get(alert);
        if (error) throw error;
      }),
    );
  }

  it('says which alerts did not arrive', async () => {
    const refused = new DeliveryError('full');
    const error = await publish(undefined, refused);
    expect(error).toBeInstanceOf(PartialDeliveryError);
    expect(error).toMatchObject({ failures: new Map([[second, refused]]) });
  });

  it('fails as a whole where nothing arrived, but condemns only what was refused', async () => {
    const gone = new DeliveryError('gone');
    expect(await publish(gone, new DeliveryError('gone, too'))).toBe(gone);
    const refused = new RejectedError('too large');
    const error = await publish(refused, gone);
    expect(error).toMatchObject({
      failures: new Map<Alert, Error>([
        [first, refused],
        [second, gone],
      ]),
    });
  });
});
