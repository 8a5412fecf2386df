import { priorities, priorityNumber } from '#alert/priority.ts';
import type { FindQuery } from '#journal/counting.ts';
import type { Entry } from '#journal/journal.ts';
import { ApiFailure } from './api-failure.ts';

/** Where a page ends, for whoever asks for the next: `5-1042` is of priority Notice. Nobody else needs to understand it. */
export function cursorOf({ seq, alert }: Entry): string {
  return `${priorityNumber(alert.priority)}-${seq}`;
}

/** @throws ApiFailure for anything else than `cursorOf` wrote */
export function readCursor(cursor: string): NonNullable<FindQuery['after']> {
  const [, number, seq] = /^(\d)-(\d{1,15})$/.exec(cursor) ?? [];
  const priority = priorities[priorities.length - Number(number)];
  if (!priority || seq === undefined) throw new ApiFailure(400, 'The cursor must be the "next" of the page before');
  return { seq: Number(seq), priority };
}
