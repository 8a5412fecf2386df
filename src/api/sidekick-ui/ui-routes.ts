import { Hono, type Context } from 'hono';
import type { Clock } from '#kit/clock.ts';
import { readJson } from '#kit/json-read.ts';
import type { CountedDimension } from '#journal/counting.ts';
import type { Entry, Journal } from '#journal/journal.ts';
import { ApiFailure } from '../api-failure.ts';
import { uiSelection } from './ui-query.ts';

export interface UiParts {
  readonly journal: Pick<Journal, 'find' | 'tally'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly version: string;
  readonly outputNames: () => Promise<readonly string[]>;
  /** What Falcosidekick-UI tells of its own configuration. */
  readonly uiConfiguration: () => UiConfiguration;
}

export interface UiConfiguration {
  readonly address: string;
  readonly port: number;
  readonly isLoginOff: boolean;
  readonly logLevel: string;
  readonly maxAgeMs: number;
  readonly user: string;
}

const groupings: Readonly<Record<string, CountedDimension>> = {
  priority: 'priority',
  rule: 'rule',
  source: 'source',
  tags: 'tag',
  hostname: 'hostname',
};

const defaultLimit = 100;
/** Falcosidekick-UI has no limit, and falls over. */
const maxLimit = 1000;
const maxSkipped = 100_000;
const answerLimits = { maxDepth: 10_000 };

/**
 * Falcosidekick-UI's API in its shapes, for scripts and plugins that know it. Where a path is ours, too, its shape is for those
 * who log in as there: with a name and a password in each request.
 */
export function uiRoutes(parts: UiParts): Hono {
  const { journal, clock } = parts;
  const api = new Hono();
  const selection = (context: Context) => uiSelection(context.req.query(), clock.now());

  api.get('/events/count', async (context) => {
    const { total } = await journal.tally({ ...selection(context), by: [] });
    return answer(context, `{"statistics":{"all":${total}}}`);
  });

  api.get('/events/count/:groupby', async (context) => {
    const dimension = groupings[context.req.param('groupby')];
    if (!dimension) throw new ApiFailure(400, `wrong Group By field: use ${Object.keys(groupings).join(', ')}`);
    const { dimensions } = await journal.tally({ ...selection(context), by: [dimension] });
    const values = (dimensions[0]?.values ?? []).filter(({ value, count }) => value !== '' && count > 0);
    const all = values.reduce((sum, { count }) => sum + count, 0);
    const results = Object.fromEntries(values.map(({ value, count }) => [value, count]));
    const statistics = { ...(values.length > 0 && { distincts: values.length }), all };
    return answer(context, JSON.stringify({ results, statistics }));
  });

  api.get('/events/search', async (context) => {
    const chosen = selection(context);
    const limit = Math.min(positive(context.req.query('limit')) ?? defaultLimit, maxLimit);
    const skipped = ((positive(context.req.query('page')) ?? 1) - 1) * limit;
    if (skipped > maxSkipped) {
      throw new ApiFailure(
        400,
        `Pages end after ${maxSkipped} events: narrow "since", or use the cursors of /api/v1/alerts`,
      );
    }
    const find = (after: Entry | undefined, count: number) =>
      journal.find({
        ...chosen,
        sort: 'time',
        order: 'desc',
        limit: count,
        ...(after && { after: { seq: after.seq, priority: after.alert.priority } }),
      });
    const [entries, { total }] = await Promise.all([page(find, skipped, limit), journal.tally({ ...chosen, by: [] })]);
    const results = entries.map(({ alert }) => alert.json).join(',');
    const returned = entries.length > 0 ? `"returned":${entries.length},` : '';
    return answer(context, `{"results":[${results}],"statistics":{${returned}"all":${total}}}`);
  });

  api.on('GET', ['/config', '/configuration'], (context) => context.json(configurationAnswer(parts.uiConfiguration())));
  api.get('/version', (context) => context.json(versionAnswer(parts.version)));
  api.get('/outputs', async (context, next) => {
    const isAskedAsThere = /^basic /i.test(context.req.header('Authorization') ?? '');
    return isAskedAsThere ? context.json(await parts.outputNames()) : next();
  });
  return api;
}

/** Numbers of pages become cursors by reading what comes before. */
async function page(
  find: (after: Entry | undefined, count: number) => Promise<readonly Entry[]>,
  skipped: number,
  limit: number,
): Promise<readonly Entry[]> {
  let last: Entry | undefined;
  for (let left = skipped; left > 0;) {
    const passed = await find(last, Math.min(left, maxLimit));
    last = passed.at(-1);
    if (!last) return [];
    left -= passed.length;
  }
  return find(last, limit);
}

function positive(text: string | undefined): number | undefined {
  const value = Number(text);
  return Number.isSafeInteger(value) && value > 0 ? value : undefined;
}

/** Alerts are in it as they are kept, byte for byte, unless somebody wants it pretty. */
function answer(context: Context, text: string): Response {
  const isPretty = context.req.query('pretty') === 'true';
  const body = isPretty ? JSON.stringify(readJson(text, answerLimits), undefined, ' ') : text;
  return context.body(body, 200, { 'Content-Type': 'application/json; charset=UTF-8' });
}

function configurationAnswer({ address, port, isLoginOff, logLevel, maxAgeMs, user }: UiConfiguration) {
  return {
    'listen-address': address === '' ? '0.0.0.0' : address,
    'listen-port': port,
    'redis-server': '',
    'redis-username': '',
    'redis-password': '',
    'dev-mode': false,
    'disable-auth': isLoginOff,
    'log-level': logLevel,
    ttl: Math.floor(maxAgeMs / 1000),
    credentials: user === '' ? '' : `${user}:*******`,
  };
}

function versionAnswer(version: string) {
  return {
    GitVersion: version,
    GitCommit: 'unknown',
    GitTreeState: 'unknown',
    BuildDate: 'unknown',
    GoVersion: '',
    Compiler: `node ${process.versions.node}`,
    Platform: `${process.platform}/${process.arch}`,
  };
}
