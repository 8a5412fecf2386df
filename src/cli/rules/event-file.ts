import { text } from 'node:stream/consumers';
import { fileTrouble, readTextFile } from '#config/surroundings.ts';
import { eventsOf } from '#rules/fields/events-of.ts';
import type { RuleEvent } from '#rules/fields/field.ts';
import type { SourceSplitter } from '#rules/fields/split-source.ts';

/**
 * The events of a file: one, a list, or one a line. `-` is the standard input.
 * @throws Error where there is none, or where one of them is none
 */
export async function readEventFile(name: string, splitter: SourceSplitter): Promise<readonly RuleEvent[]> {
  return name === '-'
    ? eventsOf(await text(process.stdin), 'the standard input', splitter)
    : eventsInFile(name, splitter);
}

/** @throws Error naming the file */
export function eventsInFile(name: string, splitter: SourceSplitter): readonly RuleEvent[] {
  return eventsOf(readFile(name), `"${name}"`, splitter);
}

function readFile(name: string): string {
  try {
    return readTextFile(name);
  } catch (error) {
    throw new Error(`The event "${name}" cannot be read: ${fileTrouble(error)}`, { cause: error });
  }
}
