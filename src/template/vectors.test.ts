import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { parseTemplate } from './template.ts';
import { TemplateExecutionError, TemplateSyntaxError } from './template-error.ts';
import { isList, isMap, struct, type TemplateMap, type TemplateValue } from './value.ts';

/** What Go's own `text/template` made of the templates in `vectors.json`. */
interface Vectors {
  readonly data: readonly string[];
  readonly cases: readonly Vector[];
}

interface Vector {
  readonly name: string;
  readonly template: string;
  readonly data: number;
  readonly output?: string;
  readonly error?: boolean;
  readonly partial?: string;
  readonly syntaxError?: { readonly line: number; readonly reason: string };
}

const vectors: Vectors = JSON.parse(readFileSync(path.join(import.meta.dirname, 'vectors.json'), 'utf8'));

it.for(vectors.cases)('renders as Go does: $name', (vector) => {
  const expected: Partial<Vector> = { ...vector };
  expect({ name: vector.name, template: vector.template, data: vector.data, ...result(vector) }).toEqual(expected);
});

function result({ template, data }: Vector): Partial<Vector> {
  try {
    return { output: parseTemplate(template).render(withStructs(read(vectors.data[data] ?? 'null'))) };
  } catch (error) {
    if (error instanceof TemplateSyntaxError) return { syntaxError: { line: error.line, reason: error.reason } };
    if (error instanceof TemplateExecutionError) return { error: true, partial: error.partial };
    throw error;
  }
}

/** Keeps the text of numbers that a double would change, as the reader of alerts does. */
function read(json: string): TemplateValue {
  return JSON.parse(json, (_key: string, value: TemplateValue, context?: { readonly source?: string }) =>
    typeof value === 'number' && context?.source !== undefined && String(value) !== context.source
      ? JSON.rawJSON(context.source)
      : value,
  );
}

/** Structs have their fields in alphabetical order, there and here. */
function withStructs(value: TemplateValue): TemplateValue {
  if (isList(value)) return value.map(withStructs);
  if (!isMap(value)) return value;
  const fields = value['$struct'];
  return isMap(fields) ? struct(converted(fields)) : converted(value);
}

function converted(map: TemplateMap): TemplateMap {
  return Object.fromEntries(
    Object.keys(map)
      .sort()
      .map((key) => [key, withStructs(map[key])]),
  );
}
