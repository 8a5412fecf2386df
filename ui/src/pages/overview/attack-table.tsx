import type { ReactNode } from 'react';
import { formatCount } from '#ui/design/count.tsx';
import type { AttackColumn } from './attack-columns.ts';

/** The same figures as a table. */
export function AttackTable({ columns }: { readonly columns: readonly AttackColumn[] }): ReactNode {
  return (
    <div className="attack__table" tabIndex={0} role="region" aria-label="Alerts by technique as a table">
      <table>
        <thead>
          <tr>
            <th scope="col">Tactic</th>
            <th scope="col">Id</th>
            <th scope="col">Technique</th>
            <th scope="col" className="figure">
              Alerts
            </th>
          </tr>
        </thead>
        <tbody>
          {columns.flatMap((column) =>
            column.cells.map((cell) => (
              <tr key={cell.tag}>
                <td>{column.name}</td>
                <td className="mono">{cell.id}</td>
                <th scope="row">{cell.fullName}</th>
                <td className="figure">{formatCount(cell.count)}</td>
              </tr>
            )),
          )}
        </tbody>
      </table>
    </div>
  );
}
