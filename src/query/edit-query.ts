import { canonicalField } from './fields.ts';
import { everything, type Comparison, type Query } from './query.ts';

/** The terms that all must hold. */
export function clausesOf(query: Query): readonly Query[] {
  if (query.kind === 'everything') return [];
  return query.kind === 'and' ? query.queries : [query];
}

export function queryOf(clauses: readonly Query[]): Query {
  const [first = everything] = clauses;
  return clauses.length > 1 ? { kind: 'and', queries: clauses } : first;
}

/** The values of a field that a query asks for, and those that it excludes. */
export function chosenValues(
  query: Query,
  fieldName: string,
): { included: readonly string[]; excluded: readonly string[] } {
  const field = canonicalField(fieldName);
  const included = clausesOf(query).flatMap((clause) => valuesOf(clause, field) ?? []);
  const excluded = clausesOf(query).flatMap((clause) => (clause.kind === 'not' && valuesOf(clause.query, field)) || []);
  return { included, excluded };
}

/** Adds a value to those asked for, and takes it back where it is among them. Others of the field stay beside it. */
export function toggleIncluded(query: Query, fieldName: string, value: string): Query {
  const field = canonicalField(fieldName);
  const { included } = chosenValues(query, field);
  const values = included.includes(value) ? included.filter((other) => other !== value) : [...included, value];
  const rest = clausesOf(withoutExclusion(query, field, value)).filter((clause) => !valuesOf(clause, field));
  return queryOf(values.length > 0 ? [...rest, anyOf(field, values)] : rest);
}

/** Excludes a value, and takes that back where it is excluded. */
export function toggleExcluded(query: Query, fieldName: string, value: string): Query {
  const field = canonicalField(fieldName);
  const { included, excluded } = chosenValues(query, field);
  if (excluded.includes(value)) return withoutExclusion(query, field, value);
  const asked = included.includes(value) ? toggleIncluded(query, field, value) : query;
  const exclusion: Query = { kind: 'not', query: equals(field, value), at: nowhere };
  return queryOf([...clausesOf(asked), exclusion]);
}

/** Without everything that is said of a field at the top: what the field's own facet is counted by. */
export function withoutField(query: Query, fieldName: string): Query {
  const field = canonicalField(fieldName);
  return queryOf(clausesOf(query).filter((clause) => !valuesOf(clause.kind === 'not' ? clause.query : clause, field)));
}

function withoutExclusion(query: Query, field: string, value: string): Query {
  const clauses = clausesOf(query).flatMap((clause) => {
    const values = clause.kind === 'not' ? valuesOf(clause.query, field) : undefined;
    if (!values?.includes(value)) return [clause];
    const left = values.filter((other) => other !== value);
    return left.length > 0 ? [{ kind: 'not', query: anyOf(field, left), at: nowhere } satisfies Query] : [];
  });
  return queryOf(clauses);
}

/** The values of a clause that asks for nothing but whole values of one field. */
function valuesOf(clause: Query, field: string): readonly string[] | undefined {
  if (clause.kind === 'comparison') return isEquality(clause, field) ? [clause.value] : undefined;
  if (clause.kind !== 'or') return undefined;
  const values: string[] = [];
  for (const query of clause.queries) {
    if (query.kind !== 'comparison' || !isEquality(query, field)) return undefined;
    values.push(query.value);
  }
  return values;
}

function isEquality({ field, operator, isPattern }: Comparison, wanted: string): boolean {
  return field === wanted && operator === ':' && !isPattern;
}

function anyOf(field: string, values: readonly string[]): Query {
  const [first = everything, ...rest] = values.map((value) => equals(field, value));
  return rest.length > 0 ? { kind: 'or', queries: [first, ...rest] } : first;
}

function equals(field: string, value: string): Query {
  return { kind: 'comparison', field, operator: ':', value, isPattern: false, at: nowhere };
}

/** Of what nobody typed. */
const nowhere = { start: 0, end: 0 } as const;
