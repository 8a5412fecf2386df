import { useQuery } from '@tanstack/react-query';
import { useApi } from '#ui/api/api-context.ts';
import { navigationQuery } from '#ui/api/navigation.ts';
import { useTimeRange } from './use-time-range.tsx';

/** Whether the journal reaches back over the whole period before the one in sight: else a change would say nothing. */
export function useHasBefore(): boolean {
  const { span } = useTimeRange();
  const { data } = useQuery(navigationQuery(useApi()));
  return data?.oldestAtMs === undefined || data.oldestAtMs <= 2 * span.fromMs - span.untilMs;
}
