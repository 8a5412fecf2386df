import type { Entry } from '#ui/api/contract.ts';
import type { PipState } from '#ui/design/delivery-pip.tsx';

/** A line of the list. */
export interface AlertRow {
  readonly entry: Entry;
  /** None before somebody asked; empty where no output is to hear of it. */
  readonly pips: readonly { readonly output: string; readonly state: PipState }[] | undefined;
}

export function rowKey({ entry }: AlertRow): string {
  return entry.alert.uuid;
}

const states: Readonly<Record<string, PipState>> = { d: 'delivered', o: 'owed', x: 'dead', s: 'suppressed' };

/** The letters of an alert, one an output, as pips. What an output never heard of has none. */
export function pipsOf(outputs: readonly string[], letters: string): NonNullable<AlertRow['pips']> {
  return outputs.flatMap((output, index) => {
    const state = states[letters.charAt(index)];
    return state ? [{ output, state }] : [];
  });
}
