import { formatFields } from '../fields/format.ts';
import type { FieldCatalog } from '../fields/field.ts';
import { describeCondition } from '../load/describe-condition.ts';
import type { LoadedRule } from '../load/loaded-rule.ts';

/** How much of a request the API server tells, from least to most. */
export const auditLevels = ['Metadata', 'Request', 'RequestResponse'] as const;

export type AuditLevel = (typeof auditLevels)[number];

/** The part of a rule that says what it reads. */
export type AuditedRule = Pick<LoadedRule, 'name' | 'condition' | 'output' | 'extraFields'>;

/** What a rule reads of the bodies. */
export interface BodiesRead {
  readonly level: AuditLevel;
  /** Whether that may be `metadata.managedFields`, which are as large as all else and say nothing of what was asked for. */
  readonly readsManagedFields: boolean;
}

/** Of `any-request` and `any-response` the managed fields may be a part. */
type Reading = 'nothing' | 'request' | 'response' | 'any-request' | 'any-response' | 'whole-event';

/** What the condition reads, with exceptions, and what the alert says. That the alert shows the whole event asks for no more of it. */
export function bodiesRead(rule: AuditedRule, catalog: FieldCatalog): BodiesRead {
  const asked = describeCondition(rule.condition).fields.map((field) => readingOf(field, catalog));
  const formats = [rule.output, ...rule.extraFields.map(({ format, isRaw }) => (isRaw ? `%${format}` : format))];
  const printed = formats.flatMap((format) => formatFields(format, catalog)).map((field) => readingOf(field, catalog));
  const readings = new Set([...asked, ...printed.filter((reading) => reading !== 'whole-event')]);
  return {
    level: levelOf(readings),
    readsManagedFields: readings.has('any-request') || readings.has('any-response') || readings.has('whole-event'),
  };
}

function levelOf(readings: ReadonlySet<Reading>): AuditLevel {
  if (readings.has('whole-event') || readings.has('response') || readings.has('any-response')) return 'RequestResponse';
  return readings.has('request') || readings.has('any-request') ? 'Request' : 'Metadata';
}

const wholeEvent: ReadonlySet<string> = new Set(['jevt.obj', 'json.obj', 'evt.plugininfo']);

/** Fields of responses, and those of requests that read something else. */
const exceptional: ReadonlyMap<string, Reading> = new Map<string, Reading>([
  ['ka.resp.name', 'response'],
  ['ka.target.pod.name', 'response'],
  ['ka.req.configmap.name', 'nothing'],
  ['ka.req.binding.subject.has_name', 'nothing'],
]);

/** @param field as conditions and outputs are described: `ka.verb`, `jevt.value[/a/b]`, its argument in quotes where it has to be */
function readingOf(field: string, catalog: FieldCatalog): Reading {
  const [, name = field, argument = ''] = /^([^[]+)\[(.*)\]$/s.exec(field) ?? [];
  if (name === 'jevt.value' || name === 'json.value') return readingOfPointer(argument);
  if (wholeEvent.has(name)) return 'whole-event';
  if (name === 'ka.sourceips') return readsRoles(catalog) ? 'request' : 'nothing';
  return exceptional.get(name) ?? (name.startsWith('ka.req.') ? 'request' : 'nothing');
}

function readingOfPointer(argument: string): Reading {
  const pointer = argument.replaceAll('"', '').replace(/^\//, '');
  if (pointer === '' || pointer === 'level') return 'whole-event';
  const [first, ...rest] = pointer.split('/');
  const isAny = /^(?:$|metadata$|metadata\/managedFields|items|rows)/.test(rest.join('/'));
  if (first === 'requestObject') return isAny ? 'any-request' : 'request';
  if (first !== 'responseObject') return 'nothing';
  return isAny ? 'any-response' : 'response';
}

/** With the quirk `sourceips`, as Falco's plugin does. */
function readsRoles(catalog: FieldCatalog): boolean {
  const json = { auditID: '1', requestObject: { rules: [{ sourceIPs: ['192.0.2.1'] }] } };
  const event = { source: catalog.source, json, text: '', timeNs: 0n, number: 1n };
  return catalog.reader('ka.sourceips', undefined)(event) !== undefined;
}
