import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Entry, Fate } from '#ui/api/contract.ts';
import { EmptyState } from '#ui/design/empty-state.tsx';
import { Skeleton } from '#ui/design/skeleton.tsx';
import { Deliveries } from './deliveries.tsx';
import { fateSummary } from './fate-text.ts';
import { Section } from './section.tsx';

interface OutputsTabProps {
  readonly entry: Entry;
  readonly fates: readonly Fate[] | undefined;
}

/** What became of the alert at every output, with attempts and answers. */
export function OutputsTab({ entry, fates }: OutputsTabProps): ReactNode {
  if (!fates) return <Skeleton rows={6} />;
  if (fates.length === 0) {
    return (
      <EmptyState
        title="No output is configured"
        actions={
          <Link className="link" to="/outputs">
            Outputs
          </Link>
        }
      >
        Alerts are kept here, and nobody else hears of them.
      </EmptyState>
    );
  }
  return (
    <Section title="What became of it" aside={fateSummary(fates)}>
      <Deliveries entry={entry} fates={fates} isWhole />
    </Section>
  );
}
