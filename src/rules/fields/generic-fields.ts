import type { FieldDefinition } from './catalog.ts';
import {
  clockTime,
  clockTimeInSeconds,
  dateTime,
  dateTimeInSeconds,
  isoTime,
  nanosecondsOfSecond,
  wholeSeconds,
  type UtcOffset,
} from './event-time.ts';
import type { FieldType, FieldValue, RuleEvent } from './field.ts';

/** What the generic fields say of the world around the event. */
export interface Surroundings {
  /** `evt.hostname`. */
  readonly hostname: string;
  /** `evt.pluginname`: what Falco's users know the source by, `k8saudit` for `k8s_audit`. */
  readonly pluginName: string;
  readonly utcOffset: UtcOffset;
  /** Time of the first event of this process: where `evt.reltime` counts from. */
  readonly firstEventNs: () => bigint;
}

/** The fields Falco has for events of every source: 18, as of engine 0.63.0. */
export function genericFields(around: Surroundings): readonly FieldDefinition[] {
  const { utcOffset } = around;
  const relative = (event: RuleEvent) => BigInt.asUintN(64, event.timeNs - around.firstEventNs());
  return [
    field('evt.num', 'UINT64', 'Number of the event, counted from 1.', (event) => event.number),
    field('evt.time', 'CHARBUF', 'Local time of day with nanoseconds.', (event) => clockTime(event.timeNs, utcOffset)),
    field('evt.time.s', 'CHARBUF', 'Local time of day in whole seconds.', (event) =>
      clockTimeInSeconds(event.timeNs, utcOffset),
    ),
    field('evt.time.iso8601', 'CHARBUF', 'Date and time in UTC with nanoseconds, ISO 8601.', (event) =>
      isoTime(event.timeNs),
    ),
    field('evt.datetime', 'CHARBUF', 'Local date and time with nanoseconds.', (event) =>
      dateTime(event.timeNs, utcOffset),
    ),
    field('evt.datetime.s', 'CHARBUF', 'Local date and time in whole seconds.', (event) =>
      dateTimeInSeconds(event.timeNs, utcOffset),
    ),
    field('evt.rawtime', 'ABSTIME', 'Nanoseconds since 1970.', (event) => event.timeNs),
    field('evt.rawtime.s', 'ABSTIME', 'Seconds since 1970.', (event) => wholeSeconds(event.timeNs)),
    field('evt.rawtime.ns', 'ABSTIME', 'Nanoseconds since the last whole second.', (event) =>
      nanosecondsOfSecond(event.timeNs),
    ),
    field('evt.reltime', 'RELTIME', 'Nanoseconds since the first event.', relative),
    field('evt.reltime.s', 'RELTIME', 'Seconds since the first event.', (event) => wholeSeconds(relative(event))),
    field('evt.reltime.ns', 'RELTIME', 'What evt.reltime has beyond whole seconds.', (event) =>
      nanosecondsOfSecond(relative(event)),
    ),
    field('evt.pluginname', 'CHARBUF', 'Name of the source that produced the event.', () => around.pluginName),
    field('evt.plugininfo', 'CHARBUF', 'The event as its source words it: its JSON.', (event) => event.text),
    field('evt.source', 'CHARBUF', 'The data source of the event.', (event) => event.source),
    field('evt.is_async', 'BOOL', 'Whether the event came out of turn: never, for a source of JSON.', () => false),
    field('evt.asynctype', 'CHARBUF', 'Kind of an event that came out of turn.', () => undefined),
    field('evt.hostname', 'CHARBUF', 'Name of the host this runs on.', () => around.hostname),
  ];
}

/** In an alert's `output_fields`, a time is its nanoseconds whatever it looks like in the text. */
export const timeFields: ReadonlySet<string> = new Set([
  'evt.time',
  'evt.time.s',
  'evt.time.iso8601',
  'evt.datetime',
  'evt.datetime.s',
]);

/** Printed with at least nine digits. */
export const paddedFields: ReadonlySet<string> = new Set(['evt.rawtime.ns', 'evt.reltime', 'evt.reltime.ns']);

function field(
  name: string,
  type: FieldType,
  description: string,
  value: (event: RuleEvent) => FieldValue | undefined,
): FieldDefinition {
  const read = (event: RuleEvent) => {
    const found = value(event);
    return found === undefined ? undefined : [found];
  };
  return { name, type, isList: false, argument: 'none', description, read: () => read };
}
