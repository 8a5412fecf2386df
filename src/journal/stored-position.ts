import type { OutputPosition } from './journal.ts';
import type { StoredPosition } from './sqlite/calls.ts';

/** Where an output stands, by the names of lanes. */
export function positionOf({ cursors, settledAhead, owed }: StoredPosition): OutputPosition {
  return {
    cursors: { urgent: cursors[0], normal: cursors[1] },
    settledAhead: { urgent: settledAhead[0], normal: settledAhead[1] },
    owed: { urgent: owed[0], normal: owed[1] },
  };
}
