import { formatTime } from '#ui/design/format-time.ts';
import type { Zone } from '#ui/design/zone.ts';

/** Whether the time alone says enough. */
export function isSameDay(ms: number, otherMs: number, zone: Zone): boolean {
  return formatTime(ms, zone, 'day') === formatTime(otherMs, zone, 'day');
}
