import type { Journal } from '#journal/journal.ts';
import type { Delivery } from '#delivery/delivery.ts';
import type { Readiness } from '#sources/falco-http.ts';

/**
 * Ready is who can keep alerts. An output that fails is named, but its alerts wait: taking Tiercel out of service helps
 * nobody. Everybody may ask, so that its error, which may quote an alert, stays out.
 */
export async function readiness(
  journal: Pick<Journal, 'stats'>,
  delivery: Pick<Delivery, 'health'>,
): Promise<Readiness> {
  const { trouble, quarantined } = await journal.stats();
  const outputs = delivery.health().filter(({ state }) => state !== 'healthy' && state !== 'paused');
  return {
    ready: trouble === undefined,
    reasons: [
      ...(trouble === undefined ? [] : [`The journal cannot write: ${trouble}`]),
      ...quarantined.map((file) => `A damaged journal was set aside at start: ${file}`),
      ...outputs.map(({ name, state }) => `Output ${name} is ${state}, see "tiercel outputs"`),
    ],
  };
}
