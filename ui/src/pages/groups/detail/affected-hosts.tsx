import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { printValue } from '#query/print-query.ts';
import type { GroupDetail } from '#ui/api/contract.ts';
import { RankedBars } from '#ui/design/ranked-bars.tsx';
import { allAlertsOf } from './all-alerts-of.ts';
import { Section } from './section.tsx';

/** Where it happened. Each host opens its alerts of the group. */
export function AffectedHosts({ detail }: { readonly detail: GroupDetail }): ReactNode {
  const navigate = useNavigate();
  const { affectedHosts, query } = detail;
  if (affectedHosts.length === 0) return null;
  const open = (host: string) =>
    void navigate({
      to: '/alerts',
      search: { ...allAlertsOf(detail), q: `${query} hostname:${printValue(host)}` },
    });
  return (
    <Section title="Affected hosts">
      <div className="affected-hosts">
        <RankedBars
          label="Hosts with alerts of the group"
          rows={affectedHosts.map(({ value, count }) =>
            value === '' ? { name: 'No host named', count, isUnnamed: true } : { name: value, count },
          )}
          isMono
          onChoose={({ name, isUnnamed }) => !isUnnamed && open(name)}
        />
      </div>
    </Section>
  );
}
