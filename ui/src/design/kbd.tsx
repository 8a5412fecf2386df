import type { ReactNode } from 'react';
import './kbd.css';

/** The cap of a key. */
export function Kbd({ children }: { readonly children: ReactNode }): ReactNode {
  return <kbd className="kbd">{children}</kbd>;
}
