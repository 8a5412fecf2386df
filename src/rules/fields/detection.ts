import type { JsonObject } from '#kit/json.ts';
import type { FieldCatalog, RuleEvent } from './field.ts';
import { compileFormat, type FormattedEvent } from './format.ts';

export interface OutputOptions {
  /** The rule's `output`, with what `append_output` adds to it. */
  readonly output: string;
  /** As Falco's alerts print it: `Warning`, `Informational`. */
  readonly priority: string;
  /** Falco's `time_format_iso_8601`. */
  readonly isIsoTime: boolean;
  /** Falco's `append_output` with `extra_fields`: a format whose text becomes the field, or one field as it is. */
  readonly extraFields?: Readonly<Record<string, ExtraField>>;
}

export type ExtraField = { readonly format: string } | { readonly field: string };

export interface Detection {
  /** Time, priority and message: the alert's `output`. */
  readonly output: string;
  /** The alert's `message`, which Falco leaves out unless told otherwise. */
  readonly message: string;
  readonly outputFields: JsonObject;
}

/**
 * Makes what an alert says of an event: `13:53:31.726060287: Warning …`, and the fields with the time among them.
 *
 * @throws FormatError
 */
export function compileOutput(options: OutputOptions, catalog: FieldCatalog): (event: RuleEvent) => Detection {
  const compile = (format: string) => compileFormat(format, catalog);
  const prefix = compile(`%evt.time${options.isIsoTime ? '.iso8601' : ''}: ${options.priority}`);
  const message = compile(options.output);
  const extras = Object.entries(options.extraFields ?? {}).map(([name, extra]) => ({
    name,
    extra,
    format: compile('field' in extra ? `%${extra.field}` : extra.format),
  }));
  return (event) => {
    const start = prefix(event);
    const { output, outputFields } = message(event);
    const added = extras.map(({ name, extra, format }) => [name, valueOf(extra, format(event))] as const);
    return {
      output: `${start.output} ${output}`,
      message: output,
      outputFields: { ...outputFields, ...start.outputFields, ...Object.fromEntries(added) },
    };
  };
}

function valueOf(extra: ExtraField, formatted: FormattedEvent) {
  return 'field' in extra ? (formatted.outputFields[extra.field] ?? null) : formatted.output;
}
