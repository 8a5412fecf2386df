import { useEffect, useRef, type KeyboardEvent, type PointerEvent, type ReactNode, type RefObject } from 'react';
import './drawer.css';

interface DrawerProps {
  readonly label: string;
  /** In pixels; the person's own choice, remembered by the caller. */
  readonly width: number;
  readonly onResize: (width: number) => void;
  readonly children: ReactNode;
}

const narrowest = 420;
const widestShare = 0.6;
const step = 24;

/** Detail beside its list. The list stays usable: this is no dialog. On a phone it covers the screen. */
export function Drawer({ label, width, onResize, children }: DrawerProps): ReactNode {
  const drawer = useRef<HTMLElement>(null);

  useFocusInside(drawer);

  const resize = (wanted: number) => {
    const room = drawer.current?.parentElement?.clientWidth ?? window.innerWidth;
    onResize(Math.round(Math.min(Math.max(wanted, narrowest), Math.max(narrowest, room * widestShare))));
  };
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId) || !drawer.current) return;
    resize(drawer.current.getBoundingClientRect().right - event.clientX);
  };
  const press = (event: KeyboardEvent) => {
    const change = { ArrowLeft: step, ArrowRight: -step }[event.key];
    if (change === undefined) return;
    event.preventDefault();
    resize(width + change);
  };

  return (
    <aside ref={drawer} className="drawer" aria-label={label} tabIndex={-1} style={{ '--drawer-width': `${width}px` }}>
      <div
        className="drawer__edge"
        role="separator"
        aria-orientation="vertical"
        aria-label="Width of the detail"
        aria-valuenow={width}
        aria-valuemin={narrowest}
        tabIndex={0}
        onKeyDown={press}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={drag}
        onDoubleClick={() => resize(580)}
      />
      {children}
    </aside>
  );
}

/** Opening moves the focus in, closing returns it: to where it was, or to the row that is looked at now. */
function useFocusInside(drawer: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const before = document.activeElement;
    drawer.current?.focus({ preventScroll: true });
    return () => {
      const row = document.querySelector<HTMLElement>('tr[aria-current=true]');
      if (row) row.focus({ preventScroll: true });
      else if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, [drawer]);
}
