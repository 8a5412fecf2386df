import type { RuleEvent } from './field.ts';
import { kubernetesSource } from './kubernetes-catalog.ts';
import { defaultSplitLimits, splitEvents, type SplitBody } from './split-events.ts';

/**
 * The events of a text: one, a list, or one a line.
 * @param place where the text is from, for the message
 * @throws Error where there is none, or where one of them is none
 */
export function eventsOf(content: string, place: string): readonly RuleEvent[] {
  const body = content.replace(/^\ufeff/, '');
  const whole = split(body, 1n);
  const isByLine = whole.refusals[0]?.reason === 'not-json' && body.trim().includes('\n');
  const parts = isByLine ? byLine(body) : [whole];
  const events = parts.flatMap((part) => part.events);
  const [refusal] = (isByLine && events.length === 0 ? [whole] : parts).flatMap(({ refusals }) => refusals);
  if (refusal !== undefined) throw new Error(`What is in ${place} is no audit event: ${refusal.message}`);
  if (events.length === 0) throw new Error(`There is no event in ${place}`);
  return events;
}

function byLine(body: string): readonly SplitBody[] {
  let number = 1n;
  return body
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const part = split(line, number);
      number += BigInt(part.events.length);
      return part;
    });
}

function split(body: string, firstNumber: bigint): SplitBody {
  return splitEvents(body, { limits: defaultSplitLimits, source: kubernetesSource, firstNumber });
}
