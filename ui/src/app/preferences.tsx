import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from 'react';
import type { Density } from '#ui/design/table/column.ts';
import { ZoneContext, type Zone } from '#ui/design/zone.ts';

/** What a person chose for this browser. Nothing secret: it is kept in the browser's storage. */
export interface Preferences {
  readonly zone: Zone;
  readonly density: Density;
  readonly drawerWidth: number;
  /** Keys of one letter can be turned off: some use speech input. */
  readonly hasSingleKeys: boolean;
  /** Ids of columns that are put away, by page. */
  readonly hiddenColumns: Readonly<Record<string, readonly string[]>>;
  /** Names of facets that are folded. */
  readonly foldedFacets: readonly string[];
}

const initial: Preferences = {
  zone: 'utc',
  density: 'default',
  drawerWidth: 580,
  hasSingleKeys: true,
  hiddenColumns: {},
  foldedFacets: [],
};

const key = 'tiercel.preferences';

interface PreferencesContextValue {
  readonly preferences: Preferences;
  readonly change: (changed: Partial<Preferences>) => void;
}

const PreferencesContext = createContext<PreferencesContextValue>({ preferences: initial, change: () => undefined });

export function usePreferences(): PreferencesContextValue {
  return useContext(PreferencesContext);
}

export function PreferencesProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [preferences, setPreferences] = useState(read);
  const change = useCallback((changed: Partial<Preferences>) => {
    setPreferences((before) => {
      const after = { ...before, ...changed };
      write(after);
      return after;
    });
  }, []);
  const value = useMemo(() => ({ preferences, change }), [preferences, change]);
  return (
    <PreferencesContext value={value}>
      <ZoneContext value={preferences.zone}>{children}</ZoneContext>
    </PreferencesContext>
  );
}

/** Storage may be refused, or hold what an older version wrote. */
function read(): Preferences {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? '{}');
    return typeof stored === 'object' && stored !== null ? { ...initial, ...known(stored) } : initial;
  } catch {
    return initial;
  }
}

function known(stored: object): Partial<Preferences> {
  const names = Object.keys(initial);
  const isSame = (name: string, value: unknown) => typeof value === typeof Reflect.get(initial, name);
  return Object.fromEntries(
    Object.entries(stored).filter(([name, value]) => names.includes(name) && isSame(name, value)),
  );
}

function write(preferences: Preferences): void {
  try {
    localStorage.setItem(key, JSON.stringify(preferences));
  } catch {
    // Without storage a choice holds until the page is left.
  }
}
