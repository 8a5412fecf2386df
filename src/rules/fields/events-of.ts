import type { RuleEvent } from './field.ts';
import { kubernetesSource } from './kubernetes-catalog.ts';
import type { SplitBody } from './split-events.ts';
import type { SourceSplitter, SplitText } from './split-source.ts';

/**
 * The events of a text: one, a list, or one a line.
 * @param place where the text is from, for the message
 * @throws Error where there is no event, or where one of them is none
 */
export function eventsOf(content: string, place: string, splitter: SourceSplitter): readonly RuleEvent[] {
  const body = content.replace(/^\ufeff/, '');
  const whole = splitter.split(body, 1n, unknownTimeNs);
  const isByLine = whole.refusals[0]?.reason === 'not-json' && body.trim().includes('\n');
  const parts = isByLine ? byLine(body, splitter.split) : [whole];
  const events = parts.flatMap((part) => part.events);
  const [refusal] = (isByLine && events.length === 0 ? [whole] : parts).flatMap(({ refusals }) => refusals);
  const kind = splitter.source === kubernetesSource ? 'audit event' : `event of ${splitter.source}`;
  if (refusal !== undefined) throw new Error(`What is in ${place} is no ${kind}: ${refusal.message}`);
  if (events.length === 0) throw new Error(`There is no ${kind} in ${place}`);
  return events;
}

/** Of an event that does not say when it happened. */
const unknownTimeNs = 0n;

function byLine(body: string, split: SplitText): readonly SplitBody[] {
  let number = 1n;
  return body
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const part = split(line, number, unknownTimeNs);
      number += BigInt(part.events.length);
      return part;
    });
}
