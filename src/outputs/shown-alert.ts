import type { Alert } from '#alert/alert.ts';
import type { Priority } from '#alert/priority.ts';
import { humanTime } from '#alert/time.ts';
import { escapeHtml } from '#kit/json-write.ts';
import { cutMark, shorten } from './shorten.ts';

export type ShownField = readonly [name: string, value: string];

/** As much of an alert as a message has room for; nothing is escaped yet. */
export interface ShownAlert {
  readonly rule: string;
  readonly priority: Priority;
  readonly source: string;
  /** Empty where Falco did not say. */
  readonly hostname: string;
  readonly tags: readonly string[];
  readonly fields: readonly ShownField[];
  readonly time: string;
  readonly output: string;
}

/** What of an alert is shown as a name and a value; `fields` are its own. */
export type Place = 'rule' | 'priority' | 'source' | 'hostname' | 'tags' | 'fields' | 'time';

/** Names and values in an order, without hostname and tags where an alert has none. */
export function rowsOf(shown: ShownAlert, order: readonly Place[]): readonly ShownField[] {
  return order.flatMap((place): readonly ShownField[] => {
    if (place === 'fields') return shown.fields;
    const value = place === 'tags' ? shown.tags.join(', ') : shown[place];
    return value === '' && (place === 'hostname' || place === 'tags') ? [] : [[place, value]];
  });
}

/** The most that is shown of an alert, in UTF-16 units and, for fields, their number. */
export interface Room {
  readonly output: number;
  readonly value: number;
  readonly fields: number;
}

interface Message<Rendered> {
  readonly alert: Alert;
  /** The fields to show, `stringFields` or `textFields` of the alert. */
  readonly fields: readonly ShownField[];
  readonly most: Room;
  readonly render: (shown: ShownAlert) => Rendered;
  /** Whether the service takes a message as large as this. */
  readonly fits: (rendered: Rendered) => boolean;
}

/** After these, a message is as small as it gets: about 200 characters. */
const maxHalvings = 12;
/** Texts keep their room first, then the number of fields shrinks, too. */
const halvingsOfTextOnly = 3;
const maxShortLength = 256;
const minLength = 16;

/** The first rendering, of ever less of the alert, that fits: measured after escaping, which may lengthen a text sixfold. */
export function fitted<Rendered>({ alert, fields, most, render, fits }: Message<Rendered>): Rendered {
  for (let halvings = 0; ; halvings++) {
    const rendered = render(shownAlert(alert, fields, most, halvings));
    if (halvings === maxHalvings || fits(rendered)) return rendered;
  }
}

/** The bytes of a JSON body as the HTTP client writes it. */
export function jsonBytes(body: unknown): number {
  return Buffer.byteLength(escapeHtml(JSON.stringify(body)));
}

function shownAlert(alert: Alert, fields: readonly ShownField[], most: Room, halvings: number): ShownAlert {
  const half = (length: number) => Math.max(minLength, length >> halvings);
  const short = half(maxShortLength);
  return {
    rule: shorten(alert.rule, short),
    priority: alert.priority,
    source: shorten(alert.source, short),
    hostname: shorten(alert.hostname, short),
    tags: tagsWithin(alert.tags, 2 * short),
    fields: firstFields(fields, most.fields >> Math.max(0, halvings - halvingsOfTextOnly)).map(
      ([name, value]) => [shorten(name, short), shorten(value, half(most.value))] as const,
    ),
    time: humanTime(alert.time),
    output: shorten(alert.output, half(most.output)),
  };
}

function tagsWithin(tags: readonly string[], maxLength: number): readonly string[] {
  let left = maxLength;
  const first = tags.findIndex((tag) => (left -= tag.length) < 0);
  return first === -1 ? tags : [...tags.slice(0, first), cutMark];
}

/** Where there are more fields than places, the last place says so. */
function firstFields(fields: readonly ShownField[], places: number): readonly ShownField[] {
  if (fields.length <= places) return fields;
  const shown = fields.slice(0, Math.max(0, places - 1));
  return [...shown, [cutMark, `${fields.length - shown.length} more fields`]];
}
