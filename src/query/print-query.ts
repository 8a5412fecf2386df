import type { Query } from './query.ts';

/** The text of a query in its usual form: parsed again, it means the same. */
export function printQuery(query: Query): string {
  switch (query.kind) {
    case 'everything':
      return '';
    case 'and':
      return query.queries.map((part) => printPart(part, part.kind === 'or' && !printValues(part))).join(' ');
    case 'or':
      return printValues(query) ?? query.queries.map((part) => printPart(part, false)).join(' or ');
    case 'not':
      return printNegation(query.query);
    case 'comparison':
      return `${query.field}${query.operator}${printValue(query.value, query.isPattern)}`;
    case 'text':
      return query.isQuoted || !isPlainText(query.text) ? quote(query.text) : query.text;
  }
}

function printPart(query: Query, needsParentheses: boolean): string {
  return needsParentheses ? `(${printQuery(query)})` : printQuery(query);
}

function printNegation(query: Query): string {
  const text = printQuery(query);
  if (query.kind === 'and' || (query.kind === 'or' && !printValues(query))) return `-(${text})`;
  return text.startsWith('-') ? `not ${text}` : `-${text}`;
}

/** `hostname:(a or b)`, where all parts compare one field. */
function printValues({ kind, queries }: Query & { kind: 'and' | 'or' }): string | undefined {
  const [first] = queries;
  if (kind === 'and' || first?.kind !== 'comparison') return undefined;
  const values: string[] = [];
  for (const query of queries) {
    if (query.kind !== 'comparison' || query.field !== first.field || query.operator !== first.operator)
      return undefined;
    values.push(printValue(query.value, query.isPattern));
  }
  return `${first.field}${first.operator}(${values.join(' or ')})`;
}

/** A value of a field; quoted where it would read as something else. */
export function printValue(value: string, isPattern = false): string {
  if (isPattern) return value;
  return /^[^\s"()*]+$/.test(value) && !isKeyword(value) ? value : quote(value);
}

/** Whether a text reads as itself without quotation marks: not as a field, a sign or a keyword. */
function isPlainText(text: string): boolean {
  return (
    /^(?!-[^-])[^\s"()]+$/.test(text) &&
    !/^[A-Za-z_][\w.-]*(?:\[[^\]]*\])?(?:!=|[:=~<>])/.test(text) &&
    !isKeyword(text)
  );
}

function isKeyword(text: string): boolean {
  return /^(?:and|or|not)$/i.test(text);
}

function quote(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
