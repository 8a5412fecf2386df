import type { ReactNode } from 'react';
import type { Navigation } from '#ui/api/contract.ts';
import { countOf } from '#ui/design/count.tsx';
import { formatBytes } from '#ui/design/format-bytes.ts';
import { formatAgo } from '#ui/design/format-time.ts';
import { Meter } from '#ui/design/meter.tsx';
import { StateLabel } from '#ui/design/state-mark.tsx';

/** How full the journal is, and how far back it goes. */
export function JournalGauge({ figures }: { readonly figures: Navigation }): ReactNode {
  const { journalBytes, journalMaxBytes, journalTrouble, oldestAtMs, alerts } = figures;
  const size = journalMaxBytes === undefined ? formatBytes(journalBytes) : sizeOf(journalBytes, journalMaxBytes);
  return (
    <div className="journal-gauge">
      <div className="journal-gauge__row">
        <span>Journal</span>
        <b>{size}</b>
      </div>
      {journalMaxBytes !== undefined && <Meter label="Journal size" value={journalBytes} max={journalMaxBytes} />}
      {journalTrouble !== undefined && <StateLabel state="failing">{journalTrouble}</StateLabel>}
      <div>
        {oldestAtMs === undefined ? countOf(alerts, 'alert') : `Oldest alert ${formatAgo(oldestAtMs, Date.now())}`}
      </div>
    </div>
  );
}

/** `38.2 of 50.0 GB`: the unit once where it is the same. */
function sizeOf(bytes: number, maxBytes: number): string {
  const [value = '', unit] = formatBytes(bytes).split(' ');
  const most = formatBytes(maxBytes);
  return most.endsWith(` ${unit}`) ? `${value} of ${most}` : `${value} ${unit} of ${most}`;
}
