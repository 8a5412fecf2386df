import { Monitor, Moon, Sun } from 'lucide-react';
import { useEffect, type ReactNode } from 'react';
import { useTheme } from '#ui/app/theme.ts';
import { SegmentedControl } from '#ui/design/segmented-control.tsx';
import { TiercelMark } from '#ui/design/tiercel-mark.tsx';
import './entrance.css';

interface EntranceProps {
  readonly title: string;
  readonly lead?: ReactNode;
  /** Below the card. */
  readonly note?: ReactNode;
  readonly version: string | undefined;
  readonly onSubmit: () => void;
  readonly children: ReactNode;
}

const themes = [
  { value: 'light', name: 'Light', label: <Sun className="icon icon--small" aria-hidden="true" /> },
  { value: 'dark', name: 'Dark', label: <Moon className="icon icon--small" aria-hidden="true" /> },
  { value: 'system', name: 'As the system', label: <Monitor className="icon icon--small" aria-hidden="true" /> },
] as const;

/** What stands before the console: one small form in the middle. */
export function Entrance({ title, lead, note, version, onSubmit, children }: EntranceProps): ReactNode {
  const [theme, chooseTheme] = useTheme();
  useEffect(() => {
    document.title = `${title} · Tiercel`;
  }, [title]);
  return (
    <div className="entrance">
      <main className="entrance__box">
        <div className="entrance__mark">
          <TiercelMark />
          Tiercel
        </div>
        <form
          className="entrance__card"
          onSubmit={(event) => {
            event.preventDefault();
            onSubmit();
          }}
        >
          <div>
            <h1>{title}</h1>
            {lead !== undefined && <p className="entrance__note">{lead}</p>}
          </div>
          {children}
        </form>
        {note !== undefined && <p className="entrance__note">{note}</p>}
      </main>
      <footer className="entrance__foot">
        {version !== undefined && <span>Tiercel {version}</span>}
        <SegmentedControl label="Theme" value={theme} options={themes} onChange={chooseTheme} />
      </footer>
    </div>
  );
}
