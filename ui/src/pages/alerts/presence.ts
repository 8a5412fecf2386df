import { clausesOf, queryOf, withoutField } from '#query/edit-query.ts';
import type { Query } from '#query/query.ts';

/**
 * Alerts without a value of a field: in a facet they are a value like others, in the query they are `-field:*`. To leave them
 * out is `field:*`.
 */
export function toggleWithout(query: Query, field: string): Query {
  const others = presenceIn(query, field).isAbsent ? query : withoutField(query, field);
  return toggle(others, field, isAbsence, { kind: 'not', query: anyValue(field), at: nowhere });
}

export function toggleWith(query: Query, field: string): Query {
  return toggle(query, field, isPresence, anyValue(field));
}

/** Without a word on whether there is a value: somebody asks for one. */
export function withoutPresence(query: Query, field: string): Query {
  return queryOf(clausesOf(query).filter((clause) => !isPresence(clause, field) && !isAbsence(clause, field)));
}

/** Whether the query asks for alerts without a value, or leaves them out. */
export function presenceIn(query: Query, field: string): { readonly isAbsent: boolean; readonly isPresent: boolean } {
  const clauses = clausesOf(query);
  return {
    isAbsent: clauses.some((clause) => isAbsence(clause, field)),
    isPresent: clauses.some((clause) => isPresence(clause, field)),
  };
}

function toggle(query: Query, field: string, is: typeof isPresence, added: Query): Query {
  const clauses = clausesOf(query);
  const others = clauses.filter((clause) => !isPresence(clause, field) && !isAbsence(clause, field));
  return queryOf(clauses.some((clause) => is(clause, field)) ? others : [...others, added]);
}

function isPresence(query: Query, field: string): boolean {
  return query.kind === 'comparison' && query.field === field && query.isPattern && query.value === '*';
}

function isAbsence(query: Query, field: string): boolean {
  return query.kind === 'not' && isPresence(query.query, field);
}

function anyValue(field: string): Query {
  return { kind: 'comparison', field, operator: ':', value: '*', isPattern: true, at: nowhere };
}

const nowhere = { start: 0, end: 0 } as const;
