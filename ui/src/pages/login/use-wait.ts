import { useEffect, useState } from 'react';

/** Seconds until something may be tried again, counting down; 0 when it may. */
export function useWait(): readonly [number, (ms: number) => void] {
  const [endMs, setEndMs] = useState(0);
  const [nowMs, setNowMs] = useState(Date.now);
  const isWaiting = endMs > nowMs;
  useEffect(() => {
    if (!isWaiting) return undefined;
    const timer = setInterval(() => setNowMs(Date.now()), 250);
    return () => clearInterval(timer);
  }, [isWaiting]);
  const wait = (ms: number) => {
    setNowMs(Date.now());
    setEndMs(Date.now() + ms);
  };
  return [Math.max(0, Math.ceil((endMs - nowMs) / 1000)), wait];
}
