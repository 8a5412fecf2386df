import { z } from 'zod';

/** One option, nested ones by their path. */
export interface OptionRow {
  readonly path: readonly string[];
  readonly description: string | undefined;
  readonly isSecret: boolean;
}

/** Every option of a schema; a group of options stands for what is in it. */
export function optionRows(options: z.ZodObject): OptionRow[] {
  return rowsOf(z.toJSONSchema(options, { io: 'input', unrepresentable: 'any' }), []);
}

function rowsOf(schema: z.core.JSONSchema.BaseSchema, path: readonly string[]): OptionRow[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, option]) => {
    if (typeof option === 'boolean') return [];
    if (option.properties) return rowsOf(option, [...path, name]);
    return [{ path: [...path, name], description: option.description, isSecret: holdsSecrets(option) }];
  });
}

function holdsSecrets(option: z.core.JSONSchema.BaseSchema): boolean {
  const { additionalProperties: values } = option;
  return option['secret'] === true || (typeof values === 'object' && values['secret'] === true);
}

/** The value at a path of an example. */
export function valueAt(example: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, name) =>
      typeof value === 'object' && value !== null
        ? Object.entries(value).find(([key]) => key === name)?.[1]
        : undefined,
    example,
  );
}
