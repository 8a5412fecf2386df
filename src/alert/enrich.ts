import type { Json } from '#kit/json.ts';
import { areInOrder, compareBytes } from '#kit/json-write.ts';
import { createAlert, createPlainAlert, type Alert, type AlertContent, type Fields } from './alert.ts';
import { InvalidAlertError, type FalcoAlert } from './falco-json.ts';
import { formatOutput } from './output-field-format.ts';
import type { Priority } from './priority.ts';
import { truncateFields } from './truncate.ts';

/** What the operator adds to every alert; see Falcosidekick's options of the same names. */
export interface EnrichmentSettings {
  readonly customfields: Readonly<Record<string, string>>;
  readonly customtags: readonly string[];
  readonly templatedfields: Readonly<Record<string, FieldTemplate>>;
  /** `proc.aname[2]` becomes `proc.aname_2` with `_`; empty leaves brackets alone. */
  readonly bracketreplacer: string;
  readonly outputfieldformat: string;
  /** Upstream's cutting of long fields, off unless asked for. */
  readonly truncatefields: boolean;
}

/** Adds nothing: what is in force when nobody configures anything. */
export const noEnrichment: EnrichmentSettings = {
  customfields: {},
  customtags: [],
  templatedfields: {},
  bracketreplacer: '',
  outputfieldformat: '',
  truncatefields: false,
};

/** A parsed template over the fields of an alert. Never throws: after an error it gives what it rendered so far. */
export type FieldTemplate = (fields: Fields) => string;

/** The rule of Falcosidekick's test alert, which passes every minimum priority. */
export const testRule = 'Test rule';

export type Enrich = (alert: FalcoAlert) => Alert;

/**
 * Falcosidekick's enrichment, in its order: custom fields, custom tags, source, uuid, templated fields, sorting of tags,
 * brackets, output format, truncation. The result throws InvalidAlertError for an alert that lacks what it must have.
 */
export function createEnrichment(settings: EnrichmentSettings, newUuid: () => string): Enrich {
  const custom = Object.entries(settings.customfields);
  const templated = Object.entries(settings.templatedfields);
  const customText = joined(custom);
  const addsFields = custom.length + templated.length > 0;

  const keepsFields = !addsFields && settings.bracketreplacer === '' && !settings.truncatefields;

  return (alert) => {
    const { priority, time } = requireValid(alert, addsFields);
    const withCustom = addsFields ? { ...alert.outputFields, ...settings.customfields } : undefined;
    const rendered = templated.map(([name, render]) => [name, render(withCustom ?? {})] satisfies [string, string]);
    const tags = sortedTags(alert.tags, settings.customtags);
    const output =
      settings.outputfieldformat === ''
        ? alert.output
        : formatOutput(alert.output, settings.outputfieldformat, {
            priority,
            customFields: customText,
            templatedFields: joined(rendered),
            tags,
          });
    const content = {
      uuid: newUuid(),
      output,
      priority,
      rule: alert.rule,
      time,
      source: sourceOf(alert),
      tags,
      hostname: alert.hostname,
      unknown: alert.unknown,
    };
    if (keepsFields && alert.plainFields !== undefined) return createPlainAlert(content, alert.plainFields);
    const fields = withCustom ?? alert.outputFields;
    const all = rendered.length > 0 ? { ...fields, ...Object.fromEntries(rendered) } : fields;
    const whole = { ...content, outputFields: sortedFields(replaceBrackets(all, settings.bracketreplacer)) };
    return settings.truncatefields ? truncated(whole) : createAlert(whole);
  };
}

/** Upstream's checks, which come after enrichment: fields that we add make up for those that are missing. */
function requireValid(alert: FalcoAlert, addsFields: boolean): { priority: Priority; time: string } {
  if (alert.priority === undefined) {
    throw new InvalidAlertError(
      '"priority" must be one of Emergency, Alert, Critical, Error, Warning, Notice, Informational, Debug',
    );
  }
  if (alert.rule === '') throw new InvalidAlertError('"rule" is missing');
  if (alert.time === undefined) throw new InvalidAlertError('"time" is missing');
  if (!addsFields && hasNoFields(alert)) {
    throw new InvalidAlertError('"output_fields" is missing or empty');
  }
  return { priority: alert.priority, time: alert.time };
}

function hasNoFields(alert: FalcoAlert): boolean {
  if (alert.plainFields !== undefined) return alert.plainFields === '{}';
  return Object.keys(alert.outputFields).length === 0;
}

/** Falco sends them sorted. */
function sortedTags(tags: readonly string[], customTags: readonly string[]): readonly string[] {
  const all = customTags.length === 0 ? tags : [...tags, ...customTags];
  const isSorted = all.every((tag, index) => index === 0 || compareBytes(all[index - 1] ?? '', tag) <= 0);
  return isSorted ? all : all.toSorted(compareBytes);
}

function sourceOf(alert: FalcoAlert): string {
  if (alert.rule === testRule) return 'internal';
  return alert.source === '' ? 'syscalls' : alert.source;
}

function truncated(content: AlertContent): Alert {
  const whole = createAlert(content);
  const cut = truncateFields(content.outputFields, content.output, Buffer.byteLength(whole.json));
  return cut.fields === content.outputFields
    ? whole
    : createAlert({ ...content, outputFields: cut.fields, output: cut.output });
}

function replaceBrackets(fields: Fields, replacer: string): Fields {
  if (replacer === '' || !Object.keys(fields).some((name) => name.includes('['))) return fields;
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name.includes('[') ? name.replaceAll(']', '').replaceAll('[', () => replacer) : name,
      value,
    ]),
  );
}

/** Sorted once here, so that every output may take the fields in order. */
function sortedFields(fields: Fields): Fields {
  const names = Object.keys(fields);
  if (areInOrder(names)) return fields;
  return Object.fromEntries(
    names.sort(compareBytes).map((name) => [name, fields[name] ?? null] satisfies [string, Json]),
  );
}

function joined(entries: readonly (readonly [string, string])[]): string {
  return entries.map(([name, value]) => `${name}=${value}`).join(' ');
}
