import { createContext, useContext } from 'react';

/** The zone that times are shown in. Always said in the head of what shows them. */
export type Zone = 'utc' | 'local';

export const ZoneContext = createContext<Zone>('utc');

export function useZone(): Zone {
  return useContext(ZoneContext);
}

/** "UTC", or the short name of the browser's zone. */
export function zoneName(zone: Zone): string {
  if (zone === 'utc') return 'UTC';
  const parts = new Intl.DateTimeFormat('en-GB', { timeZoneName: 'short' }).formatToParts();
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'local';
}
