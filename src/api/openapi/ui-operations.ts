import { z } from 'zod';
import type { OperationGroup } from './operation.ts';

const filters = {
  source: z.string().optional().describe('Several with commas: any of them. `null` is nothing.'),
  hostname: z.string().optional(),
  priority: z.string().optional(),
  rule: z.string().optional(),
  tags: z.string().optional(),
  filter: z.string().optional().describe('A text that must occur.'),
  since: z.string().optional().describe('Such as 15min, 24h, 7d, 1M. Anything else is for ever.'),
  pretty: z.enum(['true', 'false']).optional(),
};
const all = z.int();
const payload = z.object({ event: z.record(z.string(), z.unknown()), outputs: z.array(z.string()) });
const login = z.enum(['authorized', 'unauthorized']);
const texts = z.record(z.string(), z.unknown());

export const uiOperations: OperationGroup = {
  title: "Falcosidekick-UI's API",
  summary:
    'For what knows that. `/outputs` answers an array of names there: so it does to whoever sends a name and a password by Basic authentication.',
  operations: [
    {
      method: 'post',
      path: '/',
      summary: 'Takes an event, also at the root and from Falco itself',
      role: 'ingest',
      body: payload,
      answer: z.literal('{}'),
    },
    {
      method: 'post',
      path: '/events/add',
      summary: 'The same',
      role: 'ingest',
      body: payload,
      answer: z.literal('{}'),
    },
    {
      method: 'get',
      path: '/events/count',
      summary: 'How many events',
      role: 'viewer',
      query: z.object(filters),
      answer: z.object({ statistics: z.object({ all }) }),
    },
    {
      method: 'get',
      path: '/events/count/{groupby}',
      summary: 'How many by priority, rule, source, tags or hostname',
      role: 'viewer',
      query: z.object(filters),
      answer: z.object({
        results: z.record(z.string(), z.int()),
        statistics: z.object({ all, distincts: z.int().optional() }),
      }),
    },
    {
      method: 'get',
      path: '/events/search',
      summary: 'Events, newest first',
      role: 'viewer',
      query: z.object({ ...filters, page: z.int().optional(), limit: z.int().max(1000).optional() }),
      answer: z.object({ results: z.array(texts), statistics: z.object({ all, returned: z.int().optional() }) }),
    },
    {
      method: 'get',
      path: '/healthz',
      summary: 'Whether it answers',
      role: 'everybody',
      answer: z.object({ status: z.literal('ok') }),
    },
    {
      method: 'get',
      path: '/config',
      summary: 'Its configuration, as far as there is such a thing here',
      role: 'viewer',
      answer: texts,
    },
    { method: 'get', path: '/configuration', summary: 'The same', role: 'viewer', answer: texts },
    {
      method: 'get',
      path: '/version',
      summary: 'Its version',
      role: 'viewer',
      answer: z.record(z.string(), z.string()),
    },
    { method: 'post', path: '/auth', summary: 'Whether name and password are right', role: 'everybody', answer: login },
    { method: 'post', path: '/authenticate', summary: 'The same', role: 'everybody', answer: login },
  ],
};
