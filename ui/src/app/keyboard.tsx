import { createContext, useContext, useEffect, useMemo, useRef, type ReactNode } from 'react';
import { usePreferences } from './preferences.tsx';

export interface Shortcut {
  /** `j`, `?`, `Escape`, `Mod+k`, or two after each other: `g o`. */
  readonly keys: string;
  /** What it does, for the list of keys. */
  readonly label: string;
  /** Under which head it stands in the list. */
  readonly group: string;
  readonly run: (event: KeyboardEvent) => void;
  /** Also while an input has the focus. */
  readonly isEverywhere?: boolean;
}

interface Registry {
  readonly add: (shortcuts: () => readonly Shortcut[]) => () => void;
  readonly all: () => readonly Shortcut[];
}

const KeyboardContext = createContext<Registry>({ add: () => () => undefined, all: () => [] });

const sequenceMs = 1200;

/** One listener for the whole console. What was added last comes first: the drawer before its page. */
export function KeyboardProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const { preferences } = usePreferences();
  const hasSingleKeys = useRef(preferences.hasSingleKeys);
  hasSingleKeys.current = preferences.hasSingleKeys;
  const registry = useMemo(createRegistry, []);

  useEffect(() => {
    let before: { readonly key: string; readonly at: number } | undefined;
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || isOnControl(event)) return;
      const key = nameOf(event);
      const isInside = isTyping(event.target) || isInLayer(event.target);
      const sequence = before && event.timeStamp - before.at < sequenceMs ? `${before.key} ${key}` : undefined;
      const may = ({ keys, isEverywhere }: Shortcut) =>
        isEverywhere || (!isInside && (hasSingleKeys.current || keys.length > 3 || keys === '?'));
      const able = registry.all().filter(may);
      // `g a` goes to a page, although `a` alone means something here.
      const found = able.find(({ keys }) => keys === sequence) ?? able.find(({ keys }) => keys === key);
      before = isInside ? undefined : { key, at: event.timeStamp };
      if (!found) return;
      before = undefined;
      event.preventDefault();
      found.run(event);
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [registry]);

  return <KeyboardContext value={registry}>{children}</KeyboardContext>;
}

/** Keys that hold while the calling part is on the page. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const { add } = useContext(KeyboardContext);
  const latest = useRef(shortcuts);
  latest.current = shortcuts;
  useEffect(() => add(() => latest.current), [add]);
}

/** All that hold now, for the list of keys. */
export function useAllShortcuts(): () => readonly Shortcut[] {
  return useContext(KeyboardContext).all;
}

function createRegistry(): Registry {
  const sources: (() => readonly Shortcut[])[] = [];
  return {
    add: (source) => {
      sources.unshift(source);
      return () => void sources.splice(sources.indexOf(source), 1);
    },
    all: () => sources.flatMap((source) => source()),
  };
}

function nameOf(event: KeyboardEvent): string {
  const isModified = event.ctrlKey || event.metaKey;
  if (event.altKey) return `Alt+${event.key}`;
  return isModified ? `Mod+${event.key.toLowerCase()}` : event.key;
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('input:not([type=checkbox]), textarea, select, [contenteditable]') !== null
  );
}

/** Menus and dialogs have keys of their own. */
function isInLayer(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('[role=menu], [role=dialog], [role=listbox]') !== null;
}

/** Enter and Space belong to what has the focus. */
function isOnControl({ key, target }: KeyboardEvent): boolean {
  if (key !== 'Enter' && key !== ' ') return false;
  return target instanceof HTMLElement && target.closest('button, a, summary, [tabindex="0"]') !== null;
}
