import { catalog } from '../catalog.generated.ts';
import type { ConfiguredOutput, Output } from '../output.ts';
import { installation } from './alerts.ts';

export interface ExampleOutput {
  readonly output: Output;
  /** The name of the example, with the number of the destination where there are several. */
  readonly name: string;
  readonly options: unknown;
  readonly configured: ConfiguredOutput;
}

/** Every example of every output, configured. The configuration does the same with an option that lists destinations. */
export function exampleOutputs(outputs: readonly Output[] = catalog): ExampleOutput[] {
  return outputs.flatMap((output) =>
    Object.entries(output.examples).flatMap(([name, example]) =>
      destinations(output, example).map((options, index, { length }) => ({
        output,
        name: length > 1 ? `${name}, number ${index + 1}` : name,
        options,
        configured: output.configure(options, installation),
      })),
    ),
  );
}

function destinations({ each }: Output, example: unknown): unknown[] {
  const options = typeof example === 'object' && example !== null ? { ...example } : {};
  const list: unknown = Object.entries(options).find(([name]) => name === each)?.[1];
  return each !== undefined && Array.isArray(list)
    ? list.map((item: unknown) => ({ ...options, [each]: [item] }))
    : [options];
}
