import type { Entry } from '#ui/api/contract.ts';
import type { PipState } from '#ui/design/delivery-pip.tsx';

/** A line of the list. */
export interface AlertRow {
  readonly entry: Entry;
  readonly pips: readonly { readonly output: string; readonly state: PipState }[];
}

export function rowKey({ entry }: AlertRow): string {
  return entry.alert.uuid;
}

const states: Readonly<Record<string, PipState>> = { d: 'delivered', o: 'owed', x: 'dead', s: 'suppressed' };

/** The letters of an alert, one an output, as pips. What an output never heard of has none. */
export function pipsOf(outputs: readonly string[], letters: string): AlertRow['pips'] {
  return outputs.flatMap((output, index) => {
    const state = states[letters.charAt(index)];
    return state ? [{ output, state }] : [];
  });
}
