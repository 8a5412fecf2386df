import type { Refusal as RefusedItem, RefusalReason } from '#rules/fields/split-events.ts';
import type { Complaint } from './found-alerts.ts';
import { errorText } from './answer.ts';
import { Refusal } from './refusal.ts';

/** That these are not what is sent here at all is for somebody to notice. Others are never to be used, however often they are sent. */
const isForeign: ReadonlySet<RefusalReason> = new Set(['not-json', 'unknown-kind', 'no-time']);

/** What is said of items that are no events: to the sender where there is nothing else, otherwise to the log. */
export function unusable(refused: readonly RefusedItem[], events: number, source: string): Complaint {
  const [first] = refused;
  const place = first?.item === undefined ? '' : `item ${first.item}: `;
  const isLarge = refused.some(({ reason }) => reason === 'too-large');
  const remedy = isLarge ? '; "events.maxevent" lets larger events in' : '';
  const text = `${refused.length} of ${refused.length + events} items are no events of ${source} that can be used; the first: ${place}${first?.message ?? ''}${remedy}`;
  return {
    refusal: new Refusal('invalid', text, errorText(400, text)),
    isAnswered: events === 0 && refused.every(({ reason }) => isForeign.has(reason)),
  };
}
