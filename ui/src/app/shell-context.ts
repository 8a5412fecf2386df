import { createContext, useContext } from 'react';
import type { Theme } from './theme.ts';

interface Shell {
  readonly theme: Theme;
  readonly chooseTheme: (theme: Theme) => void;
  readonly openPalette: () => void;
  readonly openKeys: () => void;
}

export const ShellContext = createContext<Shell>({
  theme: 'system',
  chooseTheme: () => undefined,
  openPalette: () => undefined,
  openKeys: () => undefined,
});

/** What any page may ask of the frame around it. */
export function useShell(): Shell {
  return useContext(ShellContext);
}
