import { setImmediate } from 'node:timers/promises';
import { lanes } from '#alert/lane.ts';
import { readStoredAlert } from '#alert/stored-alert.ts';
import type { Entry } from './journal.ts';
import type { StoredEntries } from './sqlite/calls.ts';

export interface ParsedEntries {
  readonly entries: readonly Entry[];
  /** Alerts whose text is not what was written, or cannot be read as an alert. */
  readonly damaged: readonly number[];
}

/** How many alerts are read at a time, so that everything else gets its turn in between. */
const parsedAtOnce = 64;

export async function parseEntries(stored: StoredEntries): Promise<ParsedEntries> {
  const entries: Entry[] = [];
  const damaged = [...stored.damaged];
  for (let index = 0; index < stored.seqs.length; index++) {
    if (index > 0 && index % parsedAtOnce === 0) await setImmediate();
    const entry = parseEntry(stored, index);
    if (entry) entries.push(entry);
    else damaged.push(stored.seqs[index] ?? 0);
  }
  return { entries, damaged };
}

function parseEntry({ seqs, receivedAtMs, lanes: laneNumbers, json, unknown }: StoredEntries, index: number) {
  try {
    return {
      seq: seqs[index] ?? 0,
      receivedAtMs: receivedAtMs[index] ?? 0,
      lane: lanes[laneNumbers[index] ?? 1],
      alert: readStoredAlert(json[index] ?? '', unknown[index] ?? ''),
    } satisfies Entry;
  } catch {
    return undefined;
  }
}
