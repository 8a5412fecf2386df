import { isAtLeast, type Priority } from './priority.ts';

/** Urgent alerts do not queue behind the others: each output works through two lanes. */
export const lanes = ['urgent', 'normal'] as const;

export type Lane = (typeof lanes)[number];

/** Critical and above is urgent. */
export function laneOf(priority: Priority): Lane {
  return isAtLeast(priority, 'Critical') ? 'urgent' : 'normal';
}
