import { Check, ChevronDown, Clock } from 'lucide-react';
import { useState, type FormEvent, type ReactNode } from 'react';
import { Button } from '#ui/design/button.tsx';
import { Field, Input } from '#ui/design/field.tsx';
import { Popover } from '#ui/design/popover.tsx';
import { SegmentedControl } from '#ui/design/segmented-control.tsx';
import { useZone, zoneName, type Zone } from '#ui/design/zone.ts';
import { usePreferences } from './preferences.tsx';
import { lengthName, offeredLengths } from './time-range.ts';
import { useRangeName, useTimeRange } from './use-time-range.tsx';
import './time-range-picker.css';

/** Chooses the time that the page looks at. */
export function TimeRangePicker(): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const name = useRangeName();
  return (
    <Popover
      label="Time range"
      isOpen={isOpen}
      onOpenChange={setOpen}
      trigger={
        <Button icon={Clock}>
          {name}
          <ChevronDown className="icon icon--small" aria-hidden="true" />
        </Button>
      }
    >
      <div className="time-range">
        <Relative onDone={() => setOpen(false)} />
        <Absolute onDone={() => setOpen(false)} />
      </div>
    </Popover>
  );
}

function Relative({ onDone }: { readonly onDone: () => void }): ReactNode {
  const { range, choose } = useTimeRange();
  return (
    <ul className="time-range__lengths" aria-label="Back from now">
      {offeredLengths.map((length) => {
        const isChosen = range.kind === 'relative' && range.length === length;
        return (
          <li key={length}>
            <button
              type="button"
              className="menu__item"
              aria-current={isChosen || undefined}
              onClick={() => {
                choose({ kind: 'relative', length });
                onDone();
              }}
            >
              <span className="menu__text">{lengthName(length)}</span>
              {isChosen && <Check className="icon" aria-hidden="true" />}
            </button>
          </li>
        );
      })}
    </ul>
  );
}

const unreadable = 'Write it like 2026-11-25 03:15, or now.';

function Absolute({ onDone }: { readonly onDone: () => void }): ReactNode {
  const zone = useZone();
  const { span, choose, zoomOut } = useTimeRange();
  const [from, setFrom] = useState(() => inputOf(span.fromMs, zone));
  const [until, setUntil] = useState(() => inputOf(span.untilMs, zone));
  const [fromMs, untilMs] = [msOf(from, zone), msOf(until, zone)];
  const isBackwards = fromMs !== undefined && untilMs !== undefined && fromMs >= untilMs;
  const backwards = isBackwards ? 'This is not after the beginning.' : undefined;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (fromMs === undefined || untilMs === undefined || isBackwards) return;
    choose({ kind: 'absolute', fromMs, untilMs });
    onDone();
  };
  return (
    <form className="time-range__absolute" onSubmit={submit}>
      <Field label="From" aside={zoneName(zone)} error={fromMs === undefined ? unreadable : undefined}>
        {(control) => (
          <Input
            {...control}
            isMono
            placeholder="2026-11-25 03:15"
            value={from}
            onChange={(event) => setFrom(event.target.value)}
          />
        )}
      </Field>
      <Field label="Until" aside={zoneName(zone)} error={untilMs === undefined ? unreadable : backwards}>
        {(control) => (
          <Input
            {...control}
            isMono
            placeholder="2026-11-25 03:15"
            value={until}
            onChange={(event) => setUntil(event.target.value)}
          />
        )}
      </Field>
      <div className="row">
        <Button type="submit" kind="primary">
          Show
        </Button>
        <Button
          kind="ghost"
          onClick={() => {
            zoomOut();
            onDone();
          }}
        >
          Zoom out
        </Button>
      </div>
    </form>
  );
}

/** UTC or local, for all times of the console. */
export function ZoneSwitch(): ReactNode {
  const { preferences, change } = usePreferences();
  return (
    <SegmentedControl
      label="Zone of times"
      value={preferences.zone}
      onChange={(zone) => change({ zone })}
      options={[
        { value: 'utc', label: 'UTC' },
        { value: 'local', label: 'Local', name: `Local, ${zoneName('local')}` },
      ]}
    />
  );
}

/** `2026-11-25 03:15:00` */
function inputOf(ms: number, zone: Zone): string {
  const offsetMs = zone === 'utc' ? 0 : new Date(ms).getTimezoneOffset() * 60_000;
  return new Date(ms - offsetMs).toISOString().slice(0, 19).replace('T', ' ');
}

/** What was typed or pasted: with a zone of its own, or in the one that is shown. `now` is a time, too. */
function msOf(input: string, zone: Zone): number | undefined {
  const text = input.trim();
  if (text.toLowerCase() === 'now') return Date.now();
  const hasZone = /(?:Z|[+-]\d\d:?\d\d)$/i.test(text);
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text);
  const whole = isDay ? `${text}T00:00` : text.replace(' ', 'T');
  const ms = Date.parse(zone === 'utc' && !hasZone ? `${whole}Z` : whole);
  return Number.isNaN(ms) ? undefined : ms;
}
