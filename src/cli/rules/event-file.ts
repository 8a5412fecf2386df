import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import type { RuleEvent } from '#rules/fields/field.ts';
import { kubernetesSource } from '#rules/fields/kubernetes-catalog.ts';
import { defaultSplitLimits, splitEvents } from '#rules/fields/split-events.ts';
import { fileTrouble } from '#config/surroundings.ts';

/**
 * The events of a file: one, a list, or one a line. `-` is the standard input.
 * @throws Error where there is none, or where one of them is none
 */
export async function readEventFile(name: string): Promise<readonly RuleEvent[]> {
  const content = name === '-' ? await text(process.stdin) : readText(name);
  return eventsOf(content, name === '-' ? 'the standard input' : `"${name}"`);
}

function readText(name: string): string {
  try {
    return readFileSync(name, 'utf8');
  } catch (error) {
    throw new Error(`The event "${name}" cannot be read: ${fileTrouble(error)}`, { cause: error });
  }
}

/** @throws Error naming the place */
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

function byLine(body: string) {
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

function split(body: string, firstNumber: bigint) {
  return splitEvents(body, { limits: defaultSplitLimits, source: kubernetesSource, firstNumber });
}
