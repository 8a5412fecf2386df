import { parseUiDuration } from '#config/ui-duration.ts';
import type { Selection } from '#journal/counting.ts';
import { everything, type Query } from '#query/query.ts';

/** Parameters of Falcosidekick-UI, and the fields they ask for here. */
const fields = { source: 'source', hostname: 'hostname', priority: 'priority', rule: 'rule', tags: 'tag' } as const;

const nowhere = { start: 0, end: 0 };

/** Which alerts Falcosidekick-UI's parameters mean: all of them must hold; a comma is "or", and `null` is nothing. */
export function uiSelection(parameters: Readonly<Record<string, string>>, nowMs: number): Selection {
  const given = (name: string) => (parameters[name] === 'null' ? '' : (parameters[name] ?? ''));
  const queries = Object.entries(fields).flatMap(([name, field]) => oneOf(field, given(name)));
  const text = given('filter').trim();
  if (text !== '') queries.push({ kind: 'text', text, isQuoted: true, at: nowhere });
  const sinceMs = parseUiDuration(given('since'));
  return {
    query: queries.length === 0 ? everything : { kind: 'and', queries },
    ...(sinceMs !== undefined && { fromMs: nowMs - sinceMs }),
  };
}

/** Names of rules may have a comma in them, so the whole text counts, too. */
function oneOf(field: string, text: string): Query[] {
  const values = new Set([text, ...text.split(',')].filter((value) => value !== ''));
  const queries = [...values].map((value) => comparison(field, value));
  return queries.length === 0 ? [] : [{ kind: 'or', queries }];
}

function comparison(field: string, value: string): Query {
  return { kind: 'comparison', field, operator: ':', value, isPattern: false, at: nowhere };
}
