import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { FlaskConical } from 'lucide-react';
import { useMemo, type ReactNode } from 'react';
import { failureText, requestIdOf } from '#ui/api/api-failure.ts';
import { useApi } from '#ui/api/api-context.ts';
import { rulesQuery } from '#ui/api/rules.ts';
import { Page } from '#ui/app/page.tsx';
import { TimeRangePicker, ZoneSwitch } from '#ui/app/time-range-picker.tsx';
import { useFreshFigures } from '#ui/app/use-fresh-figures.ts';
import { useTimeRange } from '#ui/app/use-time-range.tsx';
import { countOf, formatCount } from '#ui/design/count.tsx';
import { ErrorPanel } from '#ui/design/error-panel.tsx';
import { Skeleton, useDelay } from '#ui/design/skeleton.tsx';
import { NoRules } from './no-rules.tsx';
import { RuleDrawer } from './rule-drawer.tsx';
import { RuleFilter } from './rule-filter.tsx';
import { RuleList } from './rule-list.tsx';
import { inOrder, ruleKey, rulesWith } from './rule-row.ts';
import { ruleOrder } from './rules-search.ts';
import './rules-page.css';

const route = getRouteApi('/shell/rules');
const none: readonly never[] = [];

/** Which rules speak, how loudly, and about what. */
export function RulesPage(): ReactNode {
  const search = route.useSearch();
  const { range, span } = useTimeRange();
  useFreshFigures(range.kind === 'relative' && search.open === undefined);
  const { data, error, isPlaceholderData, refetch } = useQuery(rulesQuery(useApi(), span));
  const isStale = useDelay(1000, isPlaceholderData);
  const all = data?.rules ?? none;
  const { contains = '', order = 'desc' } = search;
  const by = ruleOrder(search);
  const rows = useMemo(() => inOrder(rulesWith(all, contains), by, order), [all, contains, by, order]);
  const opened = rows.find((row) => ruleKey(row) === search.open) ?? all.find((row) => ruleKey(row) === search.open);
  const fired = all.filter(({ count }) => count > 0).length;

  return (
    <Page
      title="Rules"
      layout="workspace"
      aside={data && `${countOf(fired, 'rule')} of ${formatCount(all.length)} fired, ${countOf(data.total, 'alert')}`}
      tools={
        <>
          <Link className="button button--plain" to="/rules/test">
            <FlaskConical className="icon" aria-hidden="true" />
            Test rules
          </Link>
          <TimeRangePicker />
          <span className="not-phone">
            <ZoneSwitch />
          </span>
        </>
      }
    >
      <div className="rules__filter">
        <RuleFilter count={rows.length} />
      </div>
      <div className="rules__work">
        <div className="rules__middle">
          {error && !data && (
            <ErrorPanel
              title="The rules did not load"
              message={failureText(error)}
              requestId={requestIdOf(error)}
              onRetry={() => void refetch()}
            />
          )}
          {!data && !error && <Skeleton rows={12} rowHeight={55} />}
          {data && rows.length === 0 && <NoRules />}
          {rows.length > 0 && <RuleList rows={rows} total={data?.total ?? 0} isStale={isStale} />}
        </div>
        {opened && <RuleDrawer row={opened} rows={rows} total={data?.total ?? 0} />}
      </div>
    </Page>
  );
}
