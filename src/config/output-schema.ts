import { commonOptions } from '#outputs/common-options.ts';
import type { Output } from '#outputs/output.ts';
import { inputSchema, type JsonSchema } from './option-tree.ts';

/** What a section of an output, or an item of the list `outputs`, may hold. */
export function outputSchema(output: Output): JsonSchema {
  const common = inputSchema(commonOptions[output.transport]);
  const own = inputSchema(output.options);
  return {
    type: 'object',
    properties: { ...own.properties, ...common.properties },
    required: own.required ?? [],
    additionalProperties: false,
  };
}
