import { createContext, useContext, useEffect, useMemo, useSyncExternalStore, type ReactNode } from 'react';
import { useApi } from '#ui/api/api-context.ts';
import { LiveStream, type LiveStatus } from '#ui/api/live.ts';

const LiveContext = createContext<LiveStream | undefined>(undefined);

/** One stream for the tab, from the first page behind the login on. */
export function LiveProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const api = useApi();
  const stream = useMemo(() => new LiveStream(api), [api]);
  useEffect(() => stream.start(), [stream]);
  return <LiveContext value={stream}>{children}</LiveContext>;
}

export function useLiveStream(): LiveStream {
  const stream = useContext(LiveContext);
  if (!stream) throw new Error('There is no live stream outside LiveProvider');
  return stream;
}

/** Whether the server is heard, since when, and its last pulse. */
export function useLiveStatus(): LiveStatus {
  const stream = useLiveStream();
  return useSyncExternalStore(stream.subscribe, stream.status);
}
