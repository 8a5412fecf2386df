import { getRouteApi, Link } from '@tanstack/react-router';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { attackTagName, readAttackTag } from '#ui/attack/attack-tag.ts';
import { usePreferences } from '#ui/app/preferences.tsx';
import { searchOf } from '#ui/app/time-range.ts';
import { useHasBefore } from '#ui/app/use-has-before.ts';
import { useRangeName, useTimeRange } from '#ui/app/use-time-range.tsx';
import { Chip } from '#ui/design/chip.tsx';
import { countOf, formatCount } from '#ui/design/count.tsx';
import { Delta } from '#ui/design/delta.tsx';
import { Drawer } from '#ui/design/drawer.tsx';
import { IconButton } from '#ui/design/icon-button.tsx';
import { PriorityLabel } from '#ui/design/priority-mark.tsx';
import { Sparkline } from '#ui/design/sparkline.tsx';
import { TimeText } from '#ui/design/time-text.tsx';
import { useZone, zoneName } from '#ui/design/zone.ts';
import { printValue } from '#query/print-query.ts';
import { visibleText } from '#ui/design/visible-text.ts';
import { costText, ruleKey, shareText, type RuleRow } from './rule-row.ts';
import { useAlertsOf } from './use-alerts-of.ts';

const route = getRouteApi('/shell/rules');

interface RuleDrawerProps {
  readonly row: RuleRow;
  readonly rows: readonly RuleRow[];
  readonly total: number;
}

/** One rule: what it looks for, what it stands for, how loud it is. */
export function RuleDrawer({ row, rows, total }: RuleDrawerProps): ReactNode {
  const { preferences, change } = usePreferences();
  const navigate = route.useNavigate();
  const alertsOf = useAlertsOf();
  const place = rows.findIndex((other) => ruleKey(other) === ruleKey(row)) + 1;
  return (
    <Drawer label="Rule" width={preferences.drawerWidth} onResize={(drawerWidth) => change({ drawerWidth })}>
      <div className="rule-drawer__bar">
        {place > 0 && (
          <span>
            {formatCount(place)} of {formatCount(rows.length)}
          </span>
        )}
        <span className="end">
          <IconButton
            icon={X}
            label="Close"
            shortcut="Esc"
            size="small"
            onClick={() => void navigate({ search: (before) => ({ ...before, open: undefined }) })}
          />
        </span>
      </div>
      <div className="rule-drawer__body">
        <h2>{visibleText(row.rule)}</h2>
        <p className="row row--wrap small">
          <PriorityLabel priority={row.priority} size={16} />
          <span className="faint">{visibleText(row.source)}</span>
          {row.file !== undefined && <code className="faint">{row.file}</code>}
        </p>
        <p className="rule-drawer__text">
          {row.description === undefined ? (
            <span className="faint">No rule file that is loaded here describes it: alerts carry no description.</span>
          ) : (
            visibleText(row.description)
          )}
        </p>
        <Facts row={row} total={total} />
        {row.count > 0 && (
          <Link {...alertsOf(row)} className="button button--primary rule-drawer__way">
            Open {countOf(row.count, 'alert')}
          </Link>
        )}
        {row.file !== undefined && row.source !== 'syscall' && (
          <Link to="/rules/test" search={{ rule: row.rule }} className="link rule-drawer__way">
            Test it on an event
          </Link>
        )}
        <h3>Tags</h3>
        <Tags tags={row.tags} rule={row.rule} />
      </div>
    </Drawer>
  );
}

function Facts({ row, total }: Omit<RuleDrawerProps, 'rows'>): ReactNode {
  const zone = useZone();
  const rangeName = useRangeName();
  const hasBefore = useHasBefore();
  return (
    <>
      <dl className="rule-drawer__facts">
        <Fact name="Alerts">{formatCount(row.count)}</Fact>
        <Fact name="Of all">{shareText(row.count, total)}</Fact>
        <Fact name="Time before">
          <span className="row">
            {formatCount(row.before)} {hasBefore && <Delta now={row.count} before={row.before} />}
          </span>
        </Fact>
        <Fact name="Hosts">{formatCount(row.hosts)}</Fact>
        <Fact name="Namespaces">{formatCount(row.namespaces)}</Fact>
        {row.cost && <Cost cost={row.cost} />}
        <Fact name={`First seen, ${zoneName(zone)}`}>
          {row.firstSeenMs === undefined ? 'not yet' : <TimeText at={row.firstSeenMs} style="day-and-time" />}
        </Fact>
        <Fact name={`Last seen, ${zoneName(zone)}`}>
          {row.lastSeenMs === undefined ? 'not yet' : <TimeText at={row.lastSeenMs} style="day-and-time" />}
        </Fact>
      </dl>
      <Sparkline counts={row.trend} label={`Alerts of the rule, ${rangeName}`} width={600} height={48} isFluid />
    </>
  );
}

function Cost({ cost: { samples, microseconds, share } }: { readonly cost: NonNullable<RuleRow['cost']> }): ReactNode {
  if (samples === 0) return <Fact name="Cost of an event">not measured yet</Fact>;
  return (
    <>
      <Fact name="Cost of an event">{costText(microseconds)}</Fact>
      <Fact name="Of all rules’ time">{shareText(share, 1)}</Fact>
      <Fact name="Measured on">{countOf(samples, 'event')}</Fact>
    </>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Each tag opens its alerts; ATT&CK's with their names. */
function Tags({ tags, rule }: { readonly tags: readonly string[]; readonly rule: string }): ReactNode {
  const { range } = useTimeRange();
  if (tags.length === 0) return <p className="faint small">“{visibleText(rule)}” has no tags.</p>;
  return (
    <ul className="rule-drawer__tags">
      {tags
        .toSorted((a, b) => rank(a) - rank(b))
        .map((tag) => (
          <li key={tag}>
            <Link
              to="/alerts"
              search={{ q: `tag:${printValue(tag)}`, ...searchOf(range) }}
              title={`Alerts with ${visibleText(tag)}`}
            >
              <Chip tone="line">{visibleText(tag)}</Chip>
            </Link>
            <span className="faint small">{meaningOf(tag)}</span>
          </li>
        ))}
    </ul>
  );
}

function rank(tag: string): number {
  return readAttackTag(tag) === undefined ? 1 : 0;
}

function meaningOf(tag: string): string | undefined {
  const name = attackTagName(tag);
  return name?.startsWith(`${tag.toUpperCase()} `) === true ? name.slice(tag.length + 1) : name;
}
