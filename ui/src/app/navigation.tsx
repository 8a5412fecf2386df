import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import type { ReactNode } from 'react';
import { useApi } from '#ui/api/api-context.ts';
import type { Navigation as Figures } from '#ui/api/contract.ts';
import { navigationQuery } from '#ui/api/navigation.ts';
import { formatCount } from '#ui/design/count.tsx';
import { Kbd } from '#ui/design/kbd.tsx';
import { StateMark, type MachineState } from '#ui/design/state-mark.tsx';
import { TiercelMark } from '#ui/design/tiercel-mark.tsx';
import {
  alerts,
  deadLetters,
  groups,
  outputs,
  overview,
  rules,
  senders,
  settings,
  type Destination,
} from './destinations.ts';
import { JournalGauge } from './journal-gauge.tsx';
import { modifierKey } from './modifier-key.ts';
import { UserMenu } from './user-menu.tsx';
import './navigation.css';

/** The way to every page, with what waits on it. */
export function Navigation({ onJump }: { readonly onJump: () => void }): ReactNode {
  const { data: figures } = useQuery(navigationQuery(useApi()));
  return (
    <nav className="navigation" aria-label="Main">
      <Link className="navigation__brand" to="/" title="Overview">
        <TiercelMark />
        <span className="navigation__word">Tiercel</span>
      </Link>
      <button type="button" className="navigation__jump" onClick={onJump}>
        <Search className="icon icon--small" aria-hidden="true" />
        <span className="navigation__word">Search or jump to</span>
        <Kbd>{modifierKey}K</Kbd>
      </button>
      <Item destination={overview} />
      <Item destination={alerts} />
      <Item destination={groups} badge={badgeOf(figures?.openGroups, 'open')} />
      <p className="navigation__head">Delivery</p>
      <Item destination={outputs} badge={badgeOf(figures?.failingOutputs, 'failing', 'failing')} />
      <Item destination={deadLetters} badge={badgeOf(figures?.deadLetters, 'to look at')} />
      <p className="navigation__head">Sources</p>
      <Item destination={senders} badge={badgeOf(figures?.silentSenders, 'silent', 'silent')} />
      <Item destination={rules} />
      <div className="navigation__foot">
        {figures && <JournalGauge figures={figures} />}
        <Item destination={settings} />
        <UserMenu />
      </div>
    </nav>
  );
}

/** At the thumb, below the page. */
export function TabBar({ onMore }: { readonly onMore: () => void }): ReactNode {
  const { data: figures } = useQuery(navigationQuery(useApi()));
  return (
    <nav className="tab-bar" aria-label="Main">
      {[overview, alerts, groups, outputs].map(({ to, name, icon: Icon }) => (
        <Link key={to} to={to} className="tab-bar__item" activeOptions={{ exact: to === '/', includeSearch: false }}>
          <Icon className="icon" aria-hidden="true" />
          {name}
          {to === '/outputs' && isTroubled(figures) && <i className="tab-bar__mark" role="img" aria-label="failing" />}
        </Link>
      ))}
      <button type="button" className="tab-bar__item" onClick={onMore}>
        <Search className="icon" aria-hidden="true" />
        More
      </button>
    </nav>
  );
}

interface Badge {
  readonly count: number;
  readonly meaning: string;
  readonly state: MachineState | undefined;
}

function badgeOf(count: number | undefined, meaning: string, state?: MachineState): Badge | undefined {
  return count === undefined || count === 0 ? undefined : { count, meaning, state };
}

function isTroubled(figures: Figures | undefined): boolean {
  return figures !== undefined && figures.failingOutputs > 0;
}

function Item({
  destination,
  badge,
}: {
  readonly destination: Destination;
  readonly badge?: Badge | undefined;
}): ReactNode {
  const { to, name, icon: Icon } = destination;
  return (
    <Link className="navigation__item" to={to} title={name} activeOptions={{ exact: to === '/', includeSearch: false }}>
      <Icon className="icon" aria-hidden="true" />
      <span className="navigation__word">{name}</span>
      {badge && ' '}
      {badge && (
        <span className={`navigation__count navigation__count--${badge.state ?? 'plain'}`}>
          {badge.state && <StateMark state={badge.state} />}
          <span className="navigation__figure">{formatCount(badge.count)}</span>
          <span className="only-read-out"> {badge.meaning}</span>
        </span>
      )}
    </Link>
  );
}
