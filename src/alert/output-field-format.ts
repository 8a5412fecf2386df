import type { Priority } from './priority.ts';

/** The values that `outputfieldformat` can name. */
export interface OutputFormatValues {
  readonly priority: Priority;
  /** `k=v k=v`. */
  readonly customFields: string;
  readonly templatedFields: string;
  readonly tags: readonly string[];
}

/** Falco's default beginning of an output: `16:31:56.746609046: Error `. */
const falcoDefault = /[\d:]+\.\d+: (?:Debug|Informational|Notice|Warning|Error|Critical|Alert|Emergency) .*/is;
const isoDefault =
  /^\d{4}-\d\d-\d\dT[\d:]+\.\d+[+-]\d{4}: (?:Debug|Informational|Notice|Warning|Error|Critical|Alert|Emergency) /i;

/**
 * Rewrites an output text in the operator's format, token by token in Falcosidekick's order. Outputs that do not begin as
 * Falco's do are left alone. Upstream overlooks Falco's ISO 8601 time stamps, so that the option did nothing there; fixed.
 */
export function formatOutput(output: string, format: string, values: OutputFormatValues): string {
  if (!falcoDefault.test(output) && !isoDefault.test(output)) return output;
  const parts = output.split(' ');
  if (parts.length < 3) return output;
  const formatted = format
    .replaceAll('<timestamp>', () => (parts[0] ?? '').replace(/:$/, ''))
    .replaceAll('<priority>', () => values.priority)
    .replaceAll('<output>', () => parts.slice(2).join(' '))
    .replaceAll('<custom_fields>', () => values.customFields)
    .replaceAll('<templated_fields>', () => values.templatedFields)
    .replaceAll('<tags>', () => values.tags.join(','));
  return [' ', '( )', '()', ' '].reduce(
    (text, ending) => (text.endsWith(ending) ? text.slice(0, -ending.length) : text),
    formatted,
  );
}
