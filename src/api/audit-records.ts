import { auditRecordRule } from '#alert/audit-record.ts';
import type { Comparison, Query } from '#query/query.ts';

const start = { start: 0, end: 0 };
const isRecord: Comparison = {
  kind: 'comparison',
  field: 'rule',
  operator: ':',
  value: auditRecordRule,
  isPattern: false,
  at: start,
};

/** Which alerts are meant by what people look for. */
export type ShownQuery = (query: Query) => Query;

/**
 * Where every audit event is kept, records would bury the alerts a thousand to one. They are left out unless the query asks for words,
 * for a field `ka.…`, or for their rule by its name.
 * @param keepsRecords see `audit.keep`
 */
export function shownQuery(query: Query, keepsRecords: boolean): Query {
  if (!keepsRecords || asksForRecords(query)) return query;
  const others: Query = { kind: 'not', query: isRecord, at: start };
  return query.kind === 'everything' ? others : { kind: 'and', queries: [query, others] };
}

/** Values are the same in any case. */
function namesRecords(rule: string): boolean {
  return rule.toLowerCase() === auditRecordRule.toLowerCase();
}

function asksForRecords(query: Query): boolean {
  switch (query.kind) {
    case 'everything':
      return false;
    case 'text':
      return true;
    case 'not':
      return asksForRecords(query.query);
    case 'and':
    case 'or':
      return query.queries.some(asksForRecords);
    case 'comparison':
      return query.field.startsWith('ka.') || (query.field === 'rule' && namesRecords(query.value));
  }
}
