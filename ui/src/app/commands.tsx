import type { LucideIcon } from 'lucide-react';
import { createContext, useContext, useEffect, useMemo, useRef, type ReactNode } from 'react';

/** Something the palette can do. */
export interface Command {
  readonly id: string;
  readonly label: string;
  /** The head it stands under: "Pages", "This page". */
  readonly group: string;
  readonly icon?: LucideIcon;
  /** The key that does the same. */
  readonly shortcut?: string;
  /** Other words it is found by. */
  readonly words?: string;
  readonly run: () => void;
}

interface Registry {
  readonly add: (commands: () => readonly Command[]) => () => void;
  readonly all: () => readonly Command[];
}

const CommandsContext = createContext<Registry>({ add: () => () => undefined, all: () => [] });

export function CommandsProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const registry = useMemo<Registry>(() => {
    const sources: (() => readonly Command[])[] = [];
    return {
      add: (source) => {
        sources.unshift(source);
        return () => void sources.splice(sources.indexOf(source), 1);
      },
      all: () => sources.flatMap((source) => source()),
    };
  }, []);
  return <CommandsContext value={registry}>{children}</CommandsContext>;
}

/** Puts commands into the palette while the calling part is on the page. */
export function useCommands(commands: readonly Command[]): void {
  const { add } = useContext(CommandsContext);
  const latest = useRef(commands);
  latest.current = commands;
  useEffect(() => add(() => latest.current), [add]);
}

export function useAllCommands(): () => readonly Command[] {
  return useContext(CommandsContext).all;
}
