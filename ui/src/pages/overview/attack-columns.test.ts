import { describe, expect, it } from 'vitest';
import { attackColumns, heatOf } from './attack-columns.ts';

describe('attackColumns', () => {
  it('puts each technique once, under the first of its tactics', () => {
    const columns = attackColumns([
      { tag: 'T1053.003', count: 9 },
      { tag: 'mitre_execution', count: 12 },
    ]);
    const places = columns.flatMap(({ id, cells }) => cells.map((cell) => [id, cell.id]));
    expect(places).toEqual([['TA0002', 'T1053.003']]);
    expect(columns.find(({ id }) => id === 'TA0002')).toMatchObject({ count: 12 });
  });

  it('shows what comes before an attack only where a rule speaks of it', () => {
    expect(attackColumns([])).toHaveLength(12);
    expect(attackColumns([{ tag: 'mitre_reconnaissance', count: 1 }])).toHaveLength(13);
  });

  it('keeps techniques that it does not know, and tactics that are named by their ids', () => {
    const columns = attackColumns([
      { tag: 'T9999', count: 4 },
      { tag: 'TA0003', count: 8 },
    ]);
    expect(columns.at(-1)).toMatchObject({ id: 'other', cells: [{ id: 'T9999', count: 4 }] });
    expect(columns.find(({ id }) => id === 'TA0003')).toMatchObject({ cells: [{ tag: 'TA0003', count: 8 }] });
  });
});

describe('heatOf', () => {
  it('has five steps', () => {
    expect([0, 1, 9, 10, 49, 50, 250, 999, 1000, 1e6].map(heatOf)).toEqual([0, 1, 1, 2, 2, 3, 4, 4, 5, 5]);
  });
});
