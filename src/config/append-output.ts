import { z } from 'zod';
import type { AppendedOutput, ExtraField } from '#rules/load/append-output.ts';

const extraField = z.union([z.string().min(1), z.record(z.string().min(1), z.string().min(1))], {
  error: 'It must be a field, such as "ka.uri", or a name with a format: { where: "%ka.uri" }',
});

/** Falco's `append_output`, with the names it has there. */
export const appendOutputOption = z
  .array(
    z.strictObject({
      match: z
        .strictObject({
          rule: z.string().optional(),
          source: z.string().optional(),
          tags: z.array(z.string()).optional(),
        })
        .optional(),
      extra_output: z.string().optional(),
      extra_fields: z.array(extraField).superRefine(refuseRepeated).optional(),
      suggested_output: z.boolean().optional(),
    }),
  )
  .default([])
  .describe(
    "What is added to the alerts of rules: Falco's `append_output`. Each entry has `match` (`rule`, `source`, and `tags`, all of which a rule must have; without it every rule), `extra_output` (text with fields, behind the output), `extra_fields` (more output fields: `ka.uri`, or `name: format`) and `suggested_output` (the fields that a plugin suggests, of which the sources evaluated here have none). In a variable: JSON.",
  );

type Entry = z.output<typeof appendOutputOption>[number];

/** As Falco, which refuses a name that stands twice; of a map it takes one name only. */
function refuseRepeated(fields: readonly z.output<typeof extraField>[], context: z.RefinementCtx): void {
  const names = new Set<string>();
  for (const [index, field] of fields.entries()) {
    const [name = '', ...others] = typeof field === 'string' ? [field] : Object.keys(field);
    const report = (message: string) => context.addIssue({ code: 'custom', path: [index], message });
    if (others.length > 0) report('It must have one name: begin each with a dash of its own');
    if (names.has(name)) report(`The name ${JSON.stringify(name)} stands here a second time`);
    names.add(name);
  }
}

export function appendedOutputs(entries: readonly Entry[]): readonly AppendedOutput[] {
  return entries.map(
    ({ match = {}, extra_output: extraOutput, extra_fields: fields = [], suggested_output: suggests }) => ({
      match: {
        ...(match.rule !== undefined && { rule: match.rule }),
        ...(match.source !== undefined && { source: match.source }),
        ...(match.tags !== undefined && { tags: match.tags }),
      },
      ...(extraOutput ? { extraOutput } : {}),
      ...(suggests === true && { suggestsFields: true }),
      extraFields: fields.flatMap((field): readonly ExtraField[] =>
        typeof field === 'string'
          ? [{ name: field, format: `%${field}`, isRaw: true }]
          : Object.entries(field).map(([name, format]) => ({ name, format, isRaw: false })),
      ),
    }),
  );
}
