import { Outlet, useNavigate } from '@tanstack/react-router';
import { FlaskConical } from 'lucide-react';
import { lazy, Suspense, useMemo, useState, type MouseEvent, type ReactNode } from 'react';
import { useCommands } from './commands.tsx';
import { ConnectionNotice } from './connection-notice.tsx';
import { destinations } from './destinations.ts';
import { useShortcuts } from './keyboard.tsx';
import { LiveProvider } from './live.tsx';
import { Navigation, TabBar } from './navigation.tsx';
import { ShellContext } from './shell-context.ts';
import { useTheme } from './theme.ts';
import { useToasts } from './toasts.tsx';
import { ClockProvider, useTimeRange } from './use-time-range.tsx';
import './shell.css';

const Palette = lazy(() => import('./palette.tsx').then(({ Palette: part }) => ({ default: part })));
const KeyList = lazy(() => import('./key-list.tsx').then(({ KeyList: part }) => ({ default: part })));

/** What stands around every page but the login. */
export function Shell(): ReactNode {
  const [theme, chooseTheme] = useTheme();
  const [layer, setLayer] = useState<'palette' | 'keys'>();
  const close = () => setLayer(undefined);
  const value = useMemo(
    () => ({ theme, chooseTheme, openPalette: () => setLayer('palette'), openKeys: () => setLayer('keys') }),
    [theme, chooseTheme],
  );
  return (
    <LiveProvider>
      <ClockProvider>
        <ShellContext value={value}>
          <a className="skip-link" href="#main" onClick={skip}>
            Skip to content
          </a>
          <div className="shell">
            <Navigation onJump={value.openPalette} />
            <main className="shell__main" id="main" tabIndex={-1}>
              <ConnectionNotice />
              <Outlet />
            </main>
            <TabBar onMore={value.openPalette} />
          </div>
          <GlobalKeys {...value} />
          <Suspense>
            {layer === 'palette' && <Palette onClose={close} />}
            {layer === 'keys' && <KeyList onClose={close} />}
          </Suspense>
        </ShellContext>
      </ClockProvider>
    </LiveProvider>
  );
}

/** By hand: with a base in the page, the link alone would lead to another one. */
function skip(event: MouseEvent): void {
  event.preventDefault();
  document.querySelector<HTMLElement>('#main')?.focus();
}

type GlobalKeysProps = Parameters<typeof ShellContext>[0]['value'];

/** The keys and commands that hold on every page. */
function GlobalKeys({ theme, chooseTheme, openPalette, openKeys }: GlobalKeysProps): ReactNode {
  const navigate = useNavigate();
  const { shift } = useTimeRange();
  const { undo } = useToasts();
  const nextTheme = () => {
    const isDark = document.documentElement.dataset['theme'] === 'dark';
    chooseTheme(isDark ? 'light' : 'dark');
  };
  useShortcuts([
    { keys: 'Mod+k', label: 'Search or jump to', group: 'Everywhere', run: openPalette, isEverywhere: true },
    { keys: '?', label: 'This list', group: 'Everywhere', run: openKeys },
    { keys: 't', label: 'Light or dark', group: 'Everywhere', run: nextTheme },
    { keys: 'z', label: 'Undo', group: 'Everywhere', run: undo },
    { keys: '[', label: 'Earlier time', group: 'Everywhere', run: () => shift(-1) },
    { keys: ']', label: 'Later time', group: 'Everywhere', run: () => shift(1) },
    ...destinations.flatMap(({ to, name, key }) =>
      key === undefined ? [] : [{ keys: `g ${key}`, label: name, group: 'Go to', run: () => void navigate({ to }) }],
    ),
  ]);
  useCommands([
    ...destinations.map(({ to, name, icon, key }) => ({
      id: `go${to}`,
      label: name,
      group: 'Pages',
      icon,
      ...(key !== undefined && { shortcut: `g ${key}` }),
      run: () => void navigate({ to }),
    })),
    {
      id: 'test-rules',
      label: 'Test rules',
      group: 'Commands',
      icon: FlaskConical,
      words: 'try event condition explain',
      run: () => void navigate({ to: '/rules/test' }),
    },
    {
      id: 'theme',
      label: theme === 'dark' ? 'Light theme' : 'Dark theme',
      group: 'Commands',
      shortcut: 't',
      run: nextTheme,
    },
    { id: 'theme-system', label: 'Theme of the system', group: 'Commands', run: () => chooseTheme('system') },
    { id: 'keys', label: 'Keyboard shortcuts', group: 'Commands', shortcut: '?', run: openKeys },
  ]);
  return null;
}
