const ids = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b|\b(?=[0-9a-f]*\d)[0-9a-f]{8,}\b/gi;
/** Statuses stay: what is answered is the reason. */
const numbers = /(?<![\w.])(?![1-5]\d{2}\b(?!\.\d))\d+(?:\.\d+)*/g;
const maxLength = 300;

/**
 * A reason without what differs from alert to alert: ids and numbers, but for statuses. So many refusals have the same, and
 * can be seen to together.
 */
export function plainReason(reason: string): string {
  return reason.slice(0, maxLength).replaceAll(ids, '…').replaceAll(numbers, '…');
}
