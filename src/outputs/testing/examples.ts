import type { Alert } from '#alert/alert.ts';
import { catalog } from '../catalog.generated.ts';
import type { Alerts, ConfiguredOutput, Output } from '../output.ts';
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

/** The shortest body with which a service says that it has everything; `{}` will do for the others. */
export const acceptedAnswers: Readonly<Record<string, string>> = {
  elasticsearch: '{"errors":false,"items":[]}',
  telegram: '{"ok":true}',
};

/** Alerts as an output with these limits is given them: together, or each alone. */
export function messages(configured: ConfiguredOutput, alerts: readonly Alert[]): Alerts[] {
  const [first, ...others] = alerts;
  if (!first) return [];
  return configured.batch ? [[first, ...others]] : alerts.map((alert) => [alert]);
}
