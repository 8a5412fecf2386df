import type { Alert } from '#alert/alert.ts';
import { textFields } from '#alert/fields.ts';
import { humanTime } from '#alert/time.ts';
import { oneLine } from './one-line.ts';
import { shorten } from './shorten.ts';

/** `[Critical] Terminal shell in container`, for destinations with a line for a title. */
export function alertTitle({ priority, rule }: Alert, maxLength: number): string {
  return shorten(`[${priority}] ${oneLine(rule)}`, maxLength);
}

interface SummaryOptions {
  /** Stands last, and is never cut. */
  readonly link?: string | undefined;
  /** Cuts in the units that `maxLength` is counted in: characters unless told otherwise. */
  readonly shortenTo?: (text: string, maxLength: number) => string;
}

/**
 * An alert as plain text for destinations without markup: its output, then a line for each thing known about it. Of a long
 * output there is at most half, of a long field at most an eighth of `maxLength`.
 */
export function alertSummary(alert: Alert, maxLength: number, options: SummaryOptions = {}): string {
  const { link, shortenTo = shorten } = options;
  const cut = (text: string, part: number) => oneLine(shortenTo(text, Math.floor(maxLength / part)));
  const lines = facts(alert).map(([name, value]) => `${cut(name, 8)}: ${cut(value, 8)}`);
  const end = link === undefined ? '' : `\n\n${link}`;
  return `${shortenTo([cut(alert.output, 2), '', ...lines].join('\n'), maxLength - end.length)}${end}`;
}

function facts(alert: Alert): (readonly [name: string, value: string])[] {
  const known: readonly (readonly [name: string, value: string])[] = [
    ['Priority', alert.priority],
    ['Rule', alert.rule],
    ['Source', alert.source],
    ['Hostname', alert.hostname],
    ['Tags', alert.tags.join(', ')],
    ['Time', humanTime(alert.time)],
    ['UUID', alert.uuid],
  ];
  return [...known.filter(([, value]) => value !== ''), ...textFields(alert)];
}
