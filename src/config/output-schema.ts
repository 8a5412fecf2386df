import { commonOptions } from '#outputs/common-options.ts';
import type { Output } from '#outputs/output.ts';
import { inputSchema, type JsonSchema } from './option-tree.ts';

/** What a section of an output, or an item of the list `outputs`, may hold. */
export function outputSchema(output: Output): JsonSchema {
  return withCommonOptions(inputSchema(output.options), inputSchema(commonOptions[output.transport]));
}

export function withCommonOptions(own: JsonSchema, common: JsonSchema): JsonSchema {
  return {
    type: 'object',
    properties: { ...own.properties, ...common.properties },
    required: own.required ?? [],
    additionalProperties: false,
  };
}
