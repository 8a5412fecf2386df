import type { Json } from '#kit/json.ts';
import { keyValues } from './otlp-attributes.ts';
import { message, messages, text, type Field, type Message } from './protobuf.ts';

/** Who reports, as Falcosidekick says it: the service is Falco. */
export interface Resource {
  readonly version: string;
  /** More attributes, from `OTEL_RESOURCE_ATTRIBUTES`. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** The conventions that the names of the attributes follow. */
const schemaUrl = 'https://opentelemetry.io/schemas/1.23.1';

/** Who within the service reports what. */
export interface Scope {
  readonly name: string;
  readonly items: Field;
}

/**
 * What every request of OTLP is: a resource, and what its scopes report.
 * @param kind the name of the levels: `Logs` for `resourceLogs` and `scopeLogs`
 */
export function exportRequest(
  kind: 'Logs' | 'Metrics' | 'Spans',
  resource: Resource,
  ...scopes: readonly Scope[]
): Message {
  const content: Message = [
    message('resource', 1, [messages('attributes', 1, keyValues(Object.entries(attributesOf(resource))))]),
    messages(
      `scope${kind}`,
      2,
      scopes.map(({ name, items }) => [message('scope', 1, [text('name', 1, name)]), items]),
    ),
    text('schemaUrl', 3, schemaUrl),
  ];
  return [messages(`resource${kind}`, 1, [content])];
}

function attributesOf({ version, attributes }: Resource): Readonly<Record<string, Json>> {
  return { ...attributes, 'service.name': 'falco', 'service.version': version };
}
