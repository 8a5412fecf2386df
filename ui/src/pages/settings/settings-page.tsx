import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Page } from '#ui/app/page.tsx';
import { useMay, useSession } from '#ui/app/session.tsx';
import { Tabs, type Tab } from '#ui/design/tabs.tsx';
import { AboutTab } from './about-tab.tsx';
import { AuditTab } from './audit-tab.tsx';
import { BrowserTab } from './browser-tab.tsx';
import type { SettingsTab } from './settings-search.ts';
import { TokensTab } from './tokens-tab.tsx';
import { UsersTab } from './users-tab.tsx';
import './settings.css';

const tabs: readonly Tab<SettingsTab>[] = [
  { name: 'about', label: 'This Tiercel' },
  { name: 'users', label: 'Users' },
  { name: 'tokens', label: 'API tokens' },
  { name: 'audit', label: 'Audit' },
  { name: 'browser', label: 'This browser' },
];

const contents: Readonly<Record<SettingsTab, () => ReactNode>> = {
  about: AboutTab,
  users: UsersTab,
  tokens: TokensTab,
  audit: AuditTab,
  browser: BrowserTab,
};

export function SettingsPage(): ReactNode {
  const { tab = 'about' } = useSearch({ from: '/shell/settings' });
  const { auth } = useSession();
  const isAdmin = useMay('admin');
  const navigate = useNavigate();
  const hasAccounts = auth === 'local' && isAdmin;
  const shown = tabs.filter(({ name }) => hasAccounts || !['users', 'tokens'].includes(name));
  const open = shown.some(({ name }) => name === tab) ? tab : 'about';
  const Content = contents[open];
  return (
    <Page title="Settings">
      <Tabs
        label="Settings"
        tabs={shown}
        open={open}
        onOpen={(name) => void navigate({ to: '/settings', search: (before) => ({ ...before, tab: name }) })}
      >
        <div className="settings">
          <Content />
        </div>
      </Tabs>
    </Page>
  );
}
