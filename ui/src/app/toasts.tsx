import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { Toast } from '#ui/design/toast.tsx';
import './toasts.css';

interface Shown {
  readonly text: string;
  readonly onUndo?: (() => void) | undefined;
}

interface Toasts {
  /** Says what was done. Another one takes its place. */
  readonly show: (toast: Shown) => void;
  /** Takes the last one back, as its button would; `false` if there is none. */
  readonly undo: () => boolean;
}

const ToastsContext = createContext<Toasts>({ show: () => undefined, undo: () => false });

const shownMs = 8000;

export function useToasts(): Toasts {
  return useContext(ToastsContext);
}

export function ToastsProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [toast, setToast] = useState<Shown>();
  const latest = useRef(toast);
  latest.current = toast;
  const undo = useCallback(() => {
    const { current } = latest;
    setToast(undefined);
    current?.onUndo?.();
    return current?.onUndo !== undefined;
  }, []);
  useEffect(() => {
    if (!toast) return undefined;
    const timer = setTimeout(() => setToast(undefined), shownMs);
    return () => clearTimeout(timer);
  }, [toast]);
  const value = useMemo(() => ({ show: setToast, undo }), [undo]);

  return (
    <ToastsContext value={value}>
      {children}
      <div className="toasts" role="status" aria-live="polite">
        {toast && (
          <Toast
            text={toast.text}
            onUndo={toast.onUndo ? () => void undo() : undefined}
            onClose={() => setToast(undefined)}
          />
        )}
      </div>
    </ToastsContext>
  );
}
