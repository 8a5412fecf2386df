import { humanTime } from '#alert/time.ts';
import { priorityNumber } from '#alert/priority.ts';
import type { Alert } from '#alert/alert.ts';
import type { Json, JsonObject } from '#kit/json.ts';
import { isJsonObject } from '#kit/json.ts';
import type { Template } from '#template/template.ts';
import { TemplateExecutionError } from '#template/template-error.ts';
import { printable, struct, type TemplateMap } from '#template/value.ts';

/**
 * Renders a `messageformat` over an alert, with the names of Falcosidekick's event. The operator wrote the template, and
 * may use the service's markup in it; what comes from the alert goes through `escape` first. As upstream, an error while
 * rendering leaves the text empty, and the rest of the message is sent.
 */
export function renderAlert(template: Template, alert: Alert, escape: (text: string) => string): string {
  try {
    return template.render(struct(alertEvent(alert, escape), 'types.FalcoPayload'));
  } catch (error) {
    if (error instanceof TemplateExecutionError) return '';
    throw error;
  }
}

/** The fields of Falcosidekick's event, with the texts of the alert escaped. */
export function alertEvent(alert: Alert, escape: (text: string) => string): TemplateMap {
  return {
    UUID: alert.uuid,
    Output: escape(alert.output),
    Priority: printable(alert.priority, BigInt(priorityNumber(alert.priority)), 'types.PriorityType'),
    Rule: escape(alert.rule),
    Time: printable(humanTime(alert.time), undefined, 'time.Time'),
    OutputFields: escapedObject(alert.outputFields, escape),
    Source: escape(alert.source),
    Tags: alert.tags.map(escape),
    Hostname: escape(alert.hostname),
  };
}

/** Names of fields stay as they are, since templates look values up by them. */
function escapedObject(object: JsonObject, escape: (text: string) => string): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, escaped(value, escape)]));
}

function escaped(value: Json, escape: (text: string) => string): Json {
  if (typeof value === 'string') return escape(value);
  if (isJsonObject(value)) return escapedObject(value, escape);
  return isList(value) ? value.map((item) => escaped(item, escape)) : value;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
