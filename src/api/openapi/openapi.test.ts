import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startConsoleServer, type ConsoleServer } from '../testing/console-server.ts';
import { operationGroups } from './operations.ts';

const parameter = z.strictObject({
  name: z.string(),
  in: z.enum(['path', 'query']),
  required: z.boolean(),
  description: z.string().optional(),
  schema: z.record(z.string(), z.unknown()),
});
const content = z.record(z.string(), z.object({ schema: z.record(z.string(), z.unknown()).optional() }));
const operation = z.strictObject({
  operationId: z.string().regex(/^[a-z][A-Za-z]+$/),
  tags: z.array(z.string()).length(1),
  summary: z.string(),
  description: z.string().optional(),
  security: z.array(z.never()).optional(),
  parameters: z.array(parameter),
  requestBody: z.strictObject({ required: z.boolean(), content }).optional(),
  responses: z.record(z.string().regex(/^[1-5]\d\d$/), z.strictObject({ description: z.string(), content })),
});
const document = z.looseObject({
  openapi: z.literal('3.1.0'),
  info: z.object({ title: z.string(), version: z.string() }),
  servers: z.array(z.object({ url: z.string() })),
  tags: z.array(z.object({ name: z.string(), description: z.string() })),
  paths: z.record(
    z.string().startsWith('/'),
    z.partialRecord(z.enum(['get', 'post', 'put', 'patch', 'delete']), operation),
  ),
});

/** Routes of parts that are described before they are there. */
const coming =
  /^\/(?:alerts\/|groups|histogram|facets|overview|rules|senders|navigation|views|audit|output-types|outputs\/\{name\}|dead-letters\/reasons)/;

const operations = operationGroups.flatMap((group) => group.operations);
let server: ConsoleServer;
let described: z.output<typeof document>;

beforeAll(async () => {
  server = await startConsoleServer({ basePath: 'tiercel' });
  described = document.parse(await (await fetch(`${server.url}/api/docs/openapi.json`)).json());
});

afterAll(() => server[Symbol.asyncDispose]());

describe('the description of the API', () => {
  it('has the structure of OpenAPI 3.1, and nothing twice', () => {
    const ids = Object.values(described.paths).flatMap((path) => Object.values(path).map((each) => each.operationId));
    expect(ids).toHaveLength(operations.length);
    expect(new Set(ids).size).toBe(ids.length);
    expect(described.servers).toEqual([{ url: '/tiercel/api/v1' }]);
  });

  it('names every parameter of a path', () => {
    for (const [path, methods] of Object.entries(described.paths)) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      for (const each of Object.values(methods)) {
        expect(each.parameters.filter((one) => one.in === 'path').map(({ name }) => name)).toEqual(inPath);
      }
    }
  });

  it('has every route of the API', () => {
    const routes = server.routes.filter((route) => /^(?:GET|POST|PUT|PATCH|DELETE) \/api\/v1/.test(route));
    const wanted = new Set(routes.map((route) => route.replace('/api/v1', '').replace(/:(\w+)/g, '{$1}')));
    const told = new Set(operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`));
    expect([...wanted].filter((route) => !told.has(route) && route !== 'POST ')).toEqual([]);
  });

  it('describes nothing that is not there', async () => {
    const token = await server.accounts.tokens.add({
      name: 'x',
      role: 'admin',
      scope: 'api',
      expiresInDays: undefined,
      createdBy: '',
    });
    const headers = { Authorization: `Bearer ${token.token}`, 'Content-Type': 'application/json' };
    const missing: string[] = [];
    for (const { method, path } of operations) {
      const below = path.replace(/\{\w+\}/g, 'nothing');
      const response = await fetch(`${server.url}/api/v1${below}`, { method: method.toUpperCase(), headers });
      const isStream = response.headers.get('content-type') === 'text/event-stream';
      if (response.status === 404 && /"There is nothing at/.test(await response.text())) missing.push(path);
      if (isStream) await response.body?.cancel();
    }
    expect(missing.filter((path) => !coming.test(path))).toEqual([]);
  });

  it('refers to nothing that is not in it', () => {
    const references = [...JSON.stringify(described).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path = '']) => path);
    for (const path of references) {
      const target = path.split('/').reduce<unknown>((node, key) => z.looseObject({}).parse(node)[key], described);
      expect(target === undefined ? path : '').toBe('');
    }
  });

  it('is a page to read, too, also where Falcosidekick-UI has its own', async () => {
    const page = await (await fetch(`${server.url}/docs/`)).text();
    for (const { path } of operations) expect(page).toContain(`<code>${path}</code>`);
    expect(page).not.toMatch(/<script|https?:\/\/(?!127)/);
  });
});
