import { styleText } from 'node:util';
import type { Alert } from '#alert/alert.ts';
import { textFields } from '#alert/fields.ts';
import type { Priority } from '#alert/priority.ts';
import { shorten } from './shorten.ts';

export interface PrettyStyle {
  readonly colour: boolean;
}

/**
 * An alert for a person at a terminal, without a line end after it: when, how bad and which rule on the first line, what
 * happened below it, then the fields that say who and where. Whatever a terminal would obey is shown instead.
 */
export function prettyAlert(alert: Alert, { colour }: PrettyStyle): string {
  const style = (format: Format, text: string) => (colour ? styleText(format, text, { validateStream: false }) : text);
  const fields = importantFields(alert).map(([name, value]) => `${style('dim', `${name}=`)}${value}`);
  return [
    `${style('dim', clock(alert.time))}  ${style(colours[alert.priority], label(alert.priority))}  ${style('bold', shown(alert.rule))}`,
    `${indent}${shown(withoutPrefix(alert.output))}`,
    ...(fields.length > 0 ? [`${indent}${fields.join('  ')}`] : []),
  ].join('\n');
}

type Format = Parameters<typeof styleText>[0];

const indent = ' '.repeat(4);
const labelLength = 13;
const maxFields = 8;
const maxValueLength = 160;
const maxTextLength = 4000;

const colours: Readonly<Record<Priority, Format>> = {
  Emergency: ['bold', 'inverse', 'red'],
  Alert: ['bold', 'red'],
  Critical: ['bold', 'red'],
  Error: 'red',
  Warning: 'yellow',
  Notice: 'cyan',
  Informational: 'blue',
  Debug: 'gray',
};

/** Who and where, most telling first. */
const importantNames = [
  'k8s.ns.name',
  'k8s.pod.name',
  'container.name',
  'container.image.repository',
  'user.name',
  'proc.cmdline',
  'proc.name',
  'proc.pname',
  'fd.name',
  'ka.user.name',
  'ka.verb',
  'ka.target.namespace',
  'ka.target.name',
];

/** In whole seconds, as the sender wrote it: `2026-11-24 16:31:56Z`. */
function clock(time: string): string {
  return time.replace('T', ' ').replace(/\.\d+/, '');
}

function label(priority: Priority): string {
  return priority.toUpperCase().padEnd(labelLength);
}

/** Falco begins its text with time and priority, which the first line has already. */
function withoutPrefix(output: string): string {
  return output.replace(/^[\d:.T+-]{8,40}Z?: [A-Z][a-z]{4,12} /, '');
}

/** Fields that Falco could not fill are `<NA>` or empty, and say nothing. */
function importantFields(alert: Alert): [name: string, value: string][] {
  const all = textFields(alert);
  const byName = new Map(all);
  const known = importantNames.flatMap((name) => {
    const value = byName.get(name);
    const isTold = name === 'proc.name' && byName.has('proc.cmdline');
    return value === undefined || isTold ? [] : [[name, value] satisfies [string, string]];
  });
  const told = known.length > 0 ? known : all;
  const fields = [...(alert.hostname === '' ? [] : [['hostname', alert.hostname] as const]), ...told];
  return fields
    .filter(([, value]) => value !== '' && value !== '<NA>' && value !== '<nil>')
    .slice(0, maxFields)
    .map(([name, value]) => [shown(name), shown(value, maxValueLength)]);
}

/** Control characters could move the cursor or set the title, and marks of direction could turn a text around. */
const unprintable = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

function shown(text: string, maxLength = maxTextLength): string {
  return shorten(text, maxLength).replaceAll(unprintable, (character) =>
    character === '\n' ? String.raw`\n` : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
