import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { alertQuery } from '#ui/api/alerts.ts';
import { ApiFailure, failureText, requestIdOf } from '#ui/api/api-failure.ts';
import { useApi } from '#ui/api/api-context.ts';
import type { AlertDetail as Detail, Entry } from '#ui/api/contract.ts';
import { formatCount } from '#ui/design/count.tsx';
import { EmptyState } from '#ui/design/empty-state.tsx';
import { ErrorPanel } from '#ui/design/error-panel.tsx';
import { Skeleton } from '#ui/design/skeleton.tsx';
import { Tabs, type Tab } from '#ui/design/tabs.tsx';
import { DetailHead } from './detail-head.tsx';
import type { DetailTab } from './detail-tabs.ts';
import { FieldsTab } from './fields-tab.tsx';
import { GroupTab } from './group-tab.tsx';
import { JsonTab } from './json-tab.tsx';
import { NearbyTab } from './nearby-tab.tsx';
import { OutputsTab } from './outputs-tab.tsx';
import { SummaryTab } from './summary-tab.tsx';
import { fateSummary } from './fate-text.ts';
import './alert-detail.css';

interface AlertDetailProps {
  readonly id: string;
  /** As the list has it: shown until the whole is there. */
  readonly entry: Entry | undefined;
  readonly tab: DetailTab;
  readonly onTab: (tab: DetailTab) => void;
}

/** All that is known of one alert. */
export function AlertDetail({ id, entry: listed, tab, onTab }: AlertDetailProps): ReactNode {
  const { data: detail, error, refetch } = useQuery({ ...alertQuery(useApi(), id), refetchInterval: untilSettled });
  const entry = detail?.entry ?? listed;
  if (!entry && error instanceof ApiFailure && error.status === 404) {
    return <EmptyState title="The journal does not have this alert">{error.message}</EmptyState>;
  }
  if (!entry) return error ? <Failure error={error} onRetry={() => void refetch()} /> : <Skeleton rows={10} />;
  return (
    <div className="alert-detail">
      <DetailHead entry={entry} detail={detail} />
      <Tabs label="Alert" tabs={tabsOf(entry, detail)} open={tab} onOpen={onTab}>
        <div className="alert-detail__body">
          {error && <Failure error={error} onRetry={() => void refetch()} />}
          <Panel tab={tab} entry={entry} detail={detail} onTab={onTab} />
        </div>
      </Tabs>
    </div>
  );
}

interface PanelProps {
  readonly tab: DetailTab;
  readonly entry: Entry;
  readonly detail: Detail | undefined;
  readonly onTab: (tab: DetailTab) => void;
}

function Panel({ tab, entry, detail, onTab }: PanelProps): ReactNode {
  switch (tab) {
    case 'summary':
      return <SummaryTab entry={entry} fates={detail?.fates} onOutputs={() => onTab('outputs')} />;
    case 'outputs':
      return <OutputsTab entry={entry} fates={detail?.fates} />;
    case 'group':
      return <GroupTab detail={detail} />;
    case 'nearby':
      return <NearbyTab entry={entry} />;
    case 'fields':
      return <FieldsTab entry={entry} />;
    case 'json':
      return <JsonTab entry={entry} />;
  }
}

function tabsOf({ alert }: Entry, detail: Detail | undefined): readonly Tab<DetailTab>[] {
  const trouble = detail && fateSummary(detail.fates, ['dead', 'owed']);
  return [
    { name: 'summary', label: 'Summary' },
    { name: 'outputs', label: 'Outputs', ...(trouble && { aside: trouble, isTroubled: true }) },
    { name: 'group', label: 'Group', ...(detail && { aside: formatCount(detail.groupCount) }) },
    { name: 'nearby', label: 'Nearby' },
    { name: 'fields', label: 'Fields', aside: Object.keys(alert.output_fields).length },
    { name: 'json', label: 'JSON' },
  ];
}

function Failure({ error, onRetry }: { readonly error: Error; readonly onRetry: () => void }): ReactNode {
  return (
    <ErrorPanel
      title="What became of the alert did not load"
      message={failureText(error)}
      requestId={requestIdOf(error)}
      onRetry={onRetry}
    />
  );
}

/** While something is owed, what becomes of it is asked for again. */
function untilSettled({ state }: { readonly state: { readonly data: Detail | undefined } }): number | false {
  const isOwed = state.data?.fates.some(({ fate }) => fate === 'retrying' || fate === 'waiting');
  return isOwed ? 10_000 : false;
}
