import type { Alert } from '#alert/alert.ts';
import { stringFields } from '#alert/fields.ts';
import type { Priority } from '#alert/priority.ts';
import { compareBytes } from '#kit/json-write.ts';
import type { Template } from '#template/template.ts';
import { alertLink } from './alert-link.ts';
import { fitFields } from './fit-fields.ts';
import { groupingKey } from './grouping-key.ts';
import type { Installation } from './output.ts';
import { shorten } from './shorten.ts';

/** See https://docs.opsgenie.com/docs/alert-api#create-alert. The details have 8,000 characters in all. */
const maxMessageLength = 130;
const maxAliasLength = 512;
const maxDescriptionLength = 15_000;
const detailsRoom = { maxLength: 7000, maxNameLength: 256, maxValueLength: 2048 };
const maxOwnDetailLength = 180;

const opsgeniePriority: Readonly<Record<Priority, 'P1' | 'P2' | 'P3' | 'P4' | 'P5'>> = {
  Emergency: 'P1',
  Alert: 'P1',
  Critical: 'P2',
  Error: 'P3',
  Warning: 'P4',
  Notice: 'P5',
  Informational: 'P5',
  Debug: 'P5',
};

/** What Falcosidekick sends, within the limits of Opsgenie, and the alias that makes it idempotent. */
export function opsgenieAlert(alert: Alert, alias: Template | undefined, installation: Installation) {
  const link = alertLink(alert, installation);
  const message = withoutTags(alert.output);
  const isCut = message.length > maxMessageLength;
  const parts = [withoutTags(alert.rule), ...(isCut ? [message] : []), ...(link === undefined ? [] : [link])];
  return {
    message: shorten(message || withoutTags(alert.rule), maxMessageLength),
    entity: 'Falcosidekick',
    description: description(parts),
    details: details(alert),
    priority: opsgeniePriority[alert.priority],
    alias: shorten(groupingKey(alert, alias) || alert.uuid, maxAliasLength),
  };
}

/** Of its parts, the last one, which is a link where there is one, stays whole. */
function description(parts: readonly string[]): string {
  const last = parts.at(-1) ?? '';
  const head = parts.slice(0, -1).join('\n\n');
  if (head === '') return shorten(last, maxDescriptionLength);
  const end = `\n\n${shorten(last, maxDescriptionLength / 2)}`;
  return `${shorten(head, maxDescriptionLength - end.length)}${end}`;
}

function details(alert: Alert): Readonly<Record<string, string>> {
  const { source, rule, priority, hostname, tags } = alert;
  const own = Object.entries({ source, rule, priority, hostname, tags: tags.join(', ') })
    .filter(([, value]) => value !== '')
    .map(([name, value]) => [name, shorten(withoutTags(value), maxOwnDetailLength)] as const);
  const fields = stringFields(alert).map(
    ([name, value]) => [withoutTags(name.replaceAll('.', '_')), withoutTags(value)] as const,
  );
  const all = [...fitFields(fields, detailsRoom), ...own];
  return Object.fromEntries(all.toSorted(([a], [b]) => compareBytes(a, b)));
}

/** Opsgenie shows HTML in its fields: a zero-width space behind `<` leaves no tag. */
function withoutTags(text: string): string {
  return text.replaceAll('<', '<\u200b');
}
