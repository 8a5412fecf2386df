import { z } from 'zod';
import { apiError } from '../contract/common.ts';
import type { Operation, OperationGroup } from './operation.ts';

type JsonSchema = z.core.JSONSchema.BaseSchema;

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly required: boolean;
  readonly description?: string;
  readonly schema: JsonSchema;
}

/** The description of the API in OpenAPI 3.1, whose schemas are JSON Schema as zod writes it. See https://spec.openapis.org/oas/v3.1.0. */
export function openApiDocument(groups: readonly OperationGroup[], version: string, basePath: string) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const { title, operations } of groups) {
    for (const operation of operations) {
      const path = (paths[operation.path] ??= {});
      path[operation.method] = described(operation, title);
    }
  }
  return {
    openapi: '3.1.0',
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    info: {
      title: 'Tiercel',
      version,
      summary: "Falco's alerts, kept and delivered.",
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: `${basePath}api/v1` }],
    tags: groups.map(({ title, summary }) => ({ name: title, description: summary })),
    paths,
    components: {
      schemas: { Error: schemaOf(apiError, 'output') },
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: '`console.token` or an API token' },
        password: { type: 'http', scheme: 'basic' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: '__Host-tiercel',
          description: 'With `X-Tiercel-Csrf` on what changes something',
        },
      },
    },
    security: [{ token: [] }, { password: [] }, { session: [] }],
  };
}

function described(operation: Operation, tag: string) {
  const { method, path, summary, role, body, status = 200 } = operation;
  const open = role === 'everybody';
  const failures = open || role === 'ingest' ? ['400', '401'] : ['400', '401', '403', '404'];
  return {
    operationId: `${method}${path.replace(/[^A-Za-z]+(.)?/g, (_whole, next: string | undefined) => (next ?? '').toUpperCase())}`,
    tags: [tag],
    summary,
    ...(!open && role !== 'ingest' && { description: `For the role \`${role}\`, or one that may more.` }),
    ...(open && { security: [] }),
    parameters: parametersOf(operation),
    ...(body && {
      requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body, 'input') } } },
    }),
    responses: {
      [String(status)]: { description: 'Done', content: contentOf(operation) },
      ...Object.fromEntries(failures.map((code) => [code, failure])),
    },
  };
}

const failure = {
  description: 'What is wrong, and what to do',
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
};

function contentOf({ answer, contentType = 'application/json' }: Operation) {
  return { [contentType]: answer ? { schema: schemaOf(answer, 'output') } : {} };
}

/** Those of the path, which stand in braces, and those of the query. */
export function parametersOf({ path, query }: Operation): readonly Parameter[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']): Parameter => {
    return { name, in: 'path', required: true, schema: { type: 'string' } };
  });
  const schema = query ? schemaOf(query, 'output') : {};
  const inQuery = Object.entries(schema.properties ?? {}).flatMap(([name, property]): Parameter[] => {
    if (typeof property === 'boolean') return [];
    const { description, ...rest } = property;
    const required = (schema.required ?? []).includes(name) && rest.default === undefined;
    return [{ name, in: 'query', required, ...(description !== undefined && { description }), schema: rest }];
  });
  return [...inPath, ...inQuery];
}

export function schemaOf(type: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _, ...schema } = z.toJSONSchema(type, { io, unrepresentable: 'any' });
  return schema;
}
