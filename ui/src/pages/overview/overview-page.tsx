import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Radio } from 'lucide-react';
import type { ReactNode } from 'react';
import { failureText, requestIdOf } from '#ui/api/api-failure.ts';
import { useApi } from '#ui/api/api-context.ts';
import type { Overview } from '#ui/api/contract.ts';
import { navigationQuery } from '#ui/api/navigation.ts';
import { overviewQuery } from '#ui/api/overview.ts';
import { Page } from '#ui/app/page.tsx';
import { useFreshFigures } from '#ui/app/use-fresh-figures.ts';
import { TimeRangePicker, ZoneSwitch } from '#ui/app/time-range-picker.tsx';
import { useTimeRange } from '#ui/app/use-time-range.tsx';
import { classNames } from '#ui/design/class-names.ts';
import { EmptyState } from '#ui/design/empty-state.tsx';
import { ErrorPanel } from '#ui/design/error-panel.tsx';
import { Skeleton, useDelay } from '#ui/design/skeleton.tsx';
import { TimeText } from '#ui/design/time-text.tsx';
import { AccountedPanel } from './accounted-panel.tsx';
import { AttackPanel } from './attack-panel.tsx';
import { AttentionPanel } from './attention-panel.tsx';
import { OverviewHistogram } from './overview-histogram.tsx';
import { PlaceRankings, RuleRanking } from './ranked-panels.tsx';
import './overview-page.css';

/** What needs a person first, then what arrived and what became of it. */
export function OverviewPage(): ReactNode {
  const api = useApi();
  const { range, span } = useTimeRange();
  useFreshFigures(range.kind === 'relative');
  const { data, error, isPlaceholderData, refetch } = useQuery(overviewQuery(api, span));
  const { data: navigation } = useQuery(navigationQuery(api));
  const isStale = useDelay(1000, isPlaceholderData);
  const isFirstRun = navigation?.alerts === 0 && (data?.received ?? 0) === 0;

  return (
    <Page
      title="Overview"
      tools={
        <>
          <span className="faint not-phone">
            <TimeText at={span.fromMs} style="day-and-time" /> – <TimeText at={span.untilMs} style="day-and-time" />
          </span>
          <TimeRangePicker />
          <span className="not-phone">
            <ZoneSwitch />
          </span>
        </>
      }
    >
      {isFirstRun && <NoAlertYet />}
      {error && !data && (
        <ErrorPanel
          title="The overview did not load"
          message={failureText(error)}
          still="Alerts are received and delivered all the same."
          requestId={requestIdOf(error)}
          onRetry={() => void refetch()}
        />
      )}
      {!data && !error && <Skeleton rows={10} rowHeight={56} />}
      {!data && error && <OverviewHistogram />}
      {data && !isFirstRun && (
        <div className={classNames('overview', isStale && 'is-stale')}>
          <Panels data={data} />
        </div>
      )}
    </Page>
  );
}

function Panels({ data }: { readonly data: Overview }): ReactNode {
  return (
    <>
      <div className="overview__top">
        <div className="overview__column">
          <AttentionPanel overview={data} />
          <OverviewHistogram />
        </div>
        <div className="overview__column">
          <AccountedPanel overview={data} />
          <RuleRanking overview={data} />
        </div>
      </div>
      <PlaceRankings overview={data} />
      <AttackPanel counts={data.attack} />
    </>
  );
}

function NoAlertYet(): ReactNode {
  return (
    <EmptyState
      icon={Radio}
      title="No alert has arrived yet"
      actions={
        <Link className="button button--primary" to="/first-run">
          Point Falco here
        </Link>
      }
    >
      Tiercel listens and keeps whatever it is sent. Nobody has sent anything so far: the first steps have the lines for
      Helm, falco.yaml and curl, and a test alert.
    </EmptyState>
  );
}
