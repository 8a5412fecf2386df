import { useEffect, useState, type RefObject } from 'react';

/** The height of an element, as it changes; 0 before the first drawing. */
export function useHeight(element: RefObject<HTMLElement | null>): number {
  const [height, setHeight] = useState(0);
  useEffect(() => {
    if (!element.current) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setHeight(Math.floor(entry.contentRect.height));
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return height;
}
