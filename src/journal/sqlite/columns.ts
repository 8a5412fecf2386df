import { stringField } from '#alert/fields.ts';
import { laneOf } from '#alert/lane.ts';
import { priorityNumber } from '#alert/priority.ts';
import type { Entry } from '../journal.ts';
import type { AppendColumns, LabelTexts } from './calls.ts';

const namespaceField = 'k8s.ns.name';

/** Alerts in the form that travels to the writer. Their numbers follow each other. */
export function alertColumns(entries: readonly Omit<Entry, 'lane'>[]): AppendColumns {
  const labelTexts: LabelTexts[] = [];
  const positions = new Map<string, number>();
  const labels = entries.map(({ alert }) => {
    const texts: LabelTexts = [
      alert.rule,
      priorityNumber(alert.priority),
      alert.source,
      alert.hostname,
      stringField(alert, namespaceField),
    ];
    const key = texts.join('\0');
    const known = positions.get(key);
    if (known !== undefined) return known;
    positions.set(key, labelTexts.length);
    return labelTexts.push(texts) - 1;
  });
  return {
    firstSeq: entries[0]?.seq ?? 0,
    receivedAtMs: entries.map(({ receivedAtMs }) => Math.round(receivedAtMs)),
    lanes: entries.map(({ alert }) => (laneOf(alert.priority) === 'urgent' ? 0 : 1)),
    uuids: entries.map(({ alert }) => alert.uuid),
    json: entries.map(({ alert }) => alert.json),
    unknown: entries.map(({ alert }) => unknownJson(alert.unknown)),
    labels,
    labelTexts,
  };
}

function unknownJson(unknown: Entry['alert']['unknown']): string {
  return Object.keys(unknown).length === 0 ? '' : JSON.stringify(unknown);
}
