import type { Alert } from '#alert/alert.ts';
import { fieldText, stringField } from '#alert/fields.ts';
import { timeInSeconds } from '#alert/time.ts';
import { escapeHtml, writeJson } from '#kit/json-write.ts';
import { alertWithin } from './alert-within.ts';
import { shortenToBytes } from './shorten-to-bytes.ts';
import type { Installation } from './output.ts';

/** 32 kB an attribute; 512 kB of content where the classic pipeline takes it. See https://docs.dynatrace.com/docs/shortlink/lma-limits. */
const maxAttributeBytes = 32_000;
const maxContentBytes = 500_000;

/** An alert as one log, with what Dynatrace knows by its own names beside the content. */
export function dynatraceLog(whole: Alert, installation: Installation): string {
  const alert = alertWithin(whole, maxContentBytes, installation);
  const { technique, tactic } = mitre(alert.tags);
  const entries = [
    attribute('timestamp', timeInSeconds(alert.time)),
    attribute('event.id', alert.uuid),
    attribute('event.name', alert.rule),
    attribute('event.provider', 'Falco'),
    attribute('severity', alert.priority),
    attribute('host.name', alert.hostname),
    attribute('log.source', alert.source),
    [`"content":${content(alert)}`],
    attribute('mitre.technique', technique),
    attribute('mitre.tactic', tactic),
    ...semanticFields.map(([name, ...fields]) => attribute(name, firstOf(alert, fields))),
    attribute('span.id', spanId(alert)),
  ];
  return `{${entries.flat().join(',')}}`;
}

/** The attributes that Dynatrace knows, each with the fields it may come from. */
const semanticFields = [
  ['container.id', 'container.id'],
  ['container.name', 'container.name'],
  ['container.image.name', 'container.image'],
  ['k8s.namespace.name', 'k8s.ns.name', 'ka.target.namespace'],
  ['k8s.pod.name', 'k8s.pod.name'],
  ['k8s.pod.uid', 'k8s.pod.id'],
  ['process.executable.name', 'proc.name'],
] as const;

/** Empty ones are left out. */
function attribute(name: string, value: string): string[] {
  return value === '' ? [] : [`"${name}":${writeJson(shortenToBytes(value, maxAttributeBytes))}`];
}

function content({ output, outputFields, tags }: Alert): string {
  const tagList = tags.length === 0 ? '' : `,"tags":${writeJson(tags)}`;
  return `{"output":${escapeHtml(JSON.stringify(output))},"output_fields":${writeJson(outputFields)}${tagList}}`;
}

function firstOf(alert: Alert, names: readonly string[]): string {
  return names.map((name) => stringField(alert, name)).find((value) => value !== '') ?? '';
}

function spanId({ outputFields }: Alert): string {
  const value = Object.hasOwn(outputFields, 'span.id') ? (outputFields['span.id'] ?? null) : null;
  return value === null ? '' : fieldText(value);
}

/** The last tag of each kind, as upstream. A tag such as `T1055.008` is a technique. */
function mitre(tags: readonly string[]) {
  const isTechnique = (tag: string) => /T\d/.test(tag);
  return {
    technique: tags.findLast(isTechnique) ?? '',
    tactic: tags.findLast((tag) => !isTechnique(tag) && /mitre_\w/.test(tag)) ?? '',
  };
}
