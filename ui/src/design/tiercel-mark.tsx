import type { ReactNode } from 'react';

/** A tiercel from below, wings back, which is also a T. */
export function TiercelMark({ size = 22 }: { readonly size?: number }): ReactNode {
  return (
    <svg className="tiercel-mark" viewBox="0 0 24 24" width={size} height={size} aria-hidden="true">
      <path
        fill="var(--accent)"
        d="M12 1.6c1 0 1.75.75 1.95 1.75l.35 1.9c4 .2 7.3 2.3 8.9 6.35.45 1.1.75 2.3.8 3.6-2.2-2.9-5.2-4.45-8.75-4.35l-1.2 6.6 1.25 4.95L12 20.9l-3.3 1.5 1.25-4.95-1.2-6.6C5.2 10.75 2.2 12.3 0 15.2c.05-1.3.35-2.5.8-3.6C2.4 7.55 5.7 5.45 9.7 5.25l.35-1.9C10.25 2.35 11 1.6 12 1.6z"
      />
    </svg>
  );
}
