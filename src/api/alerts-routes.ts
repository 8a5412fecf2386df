import { Hono } from 'hono';
import { alertKind, groupIdOf } from '#alert/alert-kind.ts';
import { everything } from '#query/query.ts';
import type { Explanation, Journal } from '#journal/journal.ts';
import type { ShownQuery } from './audit-records.ts';
import { cursorOf, readCursor } from './alert-cursor.ts';
import { ApiFailure } from './api-failure.ts';
import { alertsQuery, exportQuery } from './contract/alerts.ts';
import { entryJson } from './entry-json.ts';
import { exportStream, exportTypes } from './export/export-stream.ts';
import { jsonText } from './json-text.ts';
import { selectionOf } from './selection.ts';

export interface AlertsParts {
  readonly journal: Pick<Journal, 'find' | 'fateLetters' | 'explain' | 'groups'>;
  readonly now: () => number;
  readonly shown: ShownQuery;
  /** The types of the configured outputs, by their names. */
  readonly types: () => ReadonlyMap<string, string>;
}

/** Searching, one alert, and taking away what was found. */
export function alertsRoutes({ journal, now, shown, types }: AlertsParts): Hono {
  const api = new Hono();

  api.get('/alerts', async (context) => {
    const { sort, order, cursor, limit, ...selected } = alertsQuery.parse(context.req.query());
    const after = cursor === undefined ? undefined : readCursor(cursor);
    const query = { ...selectionOf(selected, shown), sort, order, limit: limit + 1, ...(after && { after }) };
    const found = await journal.find(query);
    const page = found.slice(0, limit);
    const { outputs, letters } = await journal.fateLetters(page.map(({ seq }) => seq));
    const last = found.length > limit ? page.at(-1) : undefined;
    const rest = { fates: letters, outputs, ...(last && { next: cursorOf(last) }) };
    return jsonText(context, `{"alerts":[${page.map(entryJson).join(',')}],${JSON.stringify(rest).slice(1)}`);
  });

  api.get('/alerts/export', (context) => {
    const { format, columns, ...selected } = exportQuery.parse(context.req.query());
    const selection = selectionOf(selected, shown);
    const stream = exportStream((query) => journal.find({ ...query, ...selection }), format, columns);
    const stamp = new Date(now()).toISOString().replaceAll(/[:-]|\.\d+/g, '');
    return context.body(stream, 200, {
      'Content-Type': exportTypes[format],
      'Content-Disposition': `attachment; filename="tiercel-alerts-${stamp}.${format}"`,
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    });
  });

  api.get('/alerts/:id', async (context) => {
    const id = context.req.param('id');
    const explanation = await journal.explain(/^\d+$/.test(id) ? Number(id) : id);
    if (!explanation) {
      throw new ApiFailure(
        404,
        `There is no alert ${JSON.stringify(id)} in the journal: older than what is kept, or never here`,
      );
    }
    return jsonText(context, await detailJson({ journal, types }, explanation));
  });

  return api;
}

async function detailJson(
  { journal, types }: Pick<AlertsParts, 'journal' | 'types'>,
  { entry, fates }: Explanation,
): Promise<string> {
  const { rule, json } = entry.alert;
  const groupId = groupIdOf({ rule, ...alertKind(json) });
  const { groups } = await journal.groups({ query: everything, by: 'fingerprint', trendParts: 0, ids: [groupId] });
  const group = {
    groupId,
    groupCount: groups[0]?.totalCount ?? 1,
    groupFirstSeenMs: groups[0]?.firstSeenMs ?? entry.receivedAtMs,
  };
  const typeOf = types();
  const typed = fates.map((fate) => ({ ...fate, type: typeOf.get(fate.output) ?? fate.output }));
  return `{"entry":${entryJson(entry)},"fates":${JSON.stringify(typed)},${JSON.stringify(group).slice(1)}`;
}
