import type { Output, Transport } from '#outputs/output.ts';
import type { JsonSchema } from './option-tree.ts';
import { outputSchema, withCommonOptions } from './output-schema.ts';

/** An output as far as its options: enough to read a configuration. What is not configured is never loaded. */
export interface OutputListing {
  readonly id: string;
  /** Its own options and those of all outputs of its kind. */
  readonly schema: JsonSchema;
  readonly load: () => Promise<Output>;
}

/** A line of the generated list. */
export interface ListedOutput {
  readonly id: string;
  readonly transport: Transport;
  readonly own: JsonSchema;
  readonly load: () => Promise<Output>;
}

/** What the program reads configurations with, see `options.generated.ts`. */
export interface OptionSchemas {
  readonly global: JsonSchema;
  readonly common: Readonly<Record<Transport, JsonSchema>>;
  readonly outputs: readonly ListedOutput[];
}

export function outputListings({ common, outputs }: OptionSchemas): readonly OutputListing[] {
  return outputs.map(({ id, transport, own, load }) => ({
    id,
    schema: withCommonOptions(own, common[transport]),
    load,
  }));
}

/** For outputs that are at hand. */
export function listingOf(output: Output): OutputListing {
  return { id: output.id, schema: outputSchema(output), load: async () => output };
}
