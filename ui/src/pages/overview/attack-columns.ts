import { readAttackTag, fullName } from '#ui/attack/attack-tag.ts';
import { tactics, type TacticId } from '#ui/attack/tactics.ts';
import type { Overview } from '#ui/api/contract.ts';

export interface AttackCell {
  readonly tag: string;
  readonly id: string;
  readonly name: string;
  /** With the name of the technique that it is a part of. */
  readonly fullName: string;
  readonly count: number;
}

export interface AttackColumn {
  readonly id: TacticId | 'other';
  readonly name: string;
  /** What rules tag the tactic itself with, and how often that was in the time. */
  readonly tag: string;
  readonly count: number;
  readonly cells: readonly AttackCell[];
}

type Counts = Overview['attack'];

/** Before an attack there is nothing for Falco to see: these stand only where a rule speaks of them. */
const rare: readonly string[] = ['TA0043', 'TA0042'];

/** The matrix: each technique once, under the first of its tactics. */
export function attackColumns(counts: Counts): readonly AttackColumn[] {
  const cells = counts.flatMap(cellOf);
  const columns = tactics.map(({ id, name, tag }) => ({
    id,
    name,
    tag,
    count: counts.find((counted) => counted.tag.toLowerCase() === tag)?.count ?? 0,
    cells: ofColumn(cells, id),
  }));
  const unknown = ofColumn(cells, 'other');
  const shown = columns.filter(({ id, cells: own, count }) => !rare.includes(id) || own.length > 0 || count > 0);
  if (unknown.length === 0) return shown;
  return [...shown, { id: 'other', name: 'Other techniques', tag: '', count: 0, cells: unknown }];
}

interface Placed extends AttackCell {
  readonly column: TacticId | 'other';
}

function ofColumn(cells: readonly Placed[], column: Placed['column']): readonly AttackCell[] {
  return cells.filter((cell) => cell.column === column).toSorted((a, b) => a.id.localeCompare(b.id));
}

function cellOf({ tag, count }: Counts[number]): readonly Placed[] {
  const read = readAttackTag(tag);
  if (read?.kind === 'technique') {
    const { id, name, tactics: of } = read.technique;
    return [{ tag, id, name, fullName: fullName(read.technique), count, column: of[0] }];
  }
  if (read?.kind === 'unknown') return [{ tag, id: read.id, name: read.id, fullName: read.id, count, column: 'other' }];
  // Some rules name a tactic by its id, where others name a technique.
  if (read?.kind !== 'tactic' || tag.toLowerCase() === read.tactic.tag) return [];
  const { id, name } = read.tactic;
  return [{ tag, id, name: 'No technique named', fullName: name, count, column: id }];
}

/** One of five steps, each about ten times the one before in two; 0 for none. */
export function heatOf(count: number): 0 | 1 | 2 | 3 | 4 | 5 {
  if (count === 0) return 0;
  if (count < 10) return 1;
  if (count < 50) return 2;
  if (count < 250) return 3;
  return count < 1000 ? 4 : 5;
}
