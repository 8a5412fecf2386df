import type { FieldCatalog } from '../fields/field.ts';

/** What the configuration adds to the outputs of some rules: Falco's `append_output`. */
export interface AppendedOutput {
  /** Which rules are meant; all where nothing is said. A rule must have all of the tags. */
  readonly match: { readonly rule?: string; readonly source?: string; readonly tags?: readonly string[] };
  /** Goes behind the output, after a blank. */
  readonly extraOutput?: string;
  /** Adds the fields that a source suggests, as `container_id=%container.id`. */
  readonly suggestsFields?: boolean;
  /** More fields of the alert. */
  readonly extraFields: readonly ExtraField[];
}

export interface ExtraField {
  readonly name: string;
  readonly format: string;
  /** The format is a field, and its value keeps its type. */
  readonly isRaw: boolean;
}

interface MatchedRule {
  readonly name: string;
  readonly source: string;
  readonly tags: readonly string[];
}

export function isMeant({ match }: AppendedOutput, { name, source, tags }: MatchedRule): boolean {
  const { rule = '', source: wanted = '', tags: required = [] } = match;
  if (rule !== '' && rule !== name) return false;
  return (wanted === '' || wanted === source) && required.every((tag) => tags.includes(tag));
}

/** The fields for a rule, by name; of two with the same name the last. */
export function extraFieldsOf(appended: readonly AppendedOutput[], rule: MatchedRule): readonly ExtraField[] {
  const fields = new Map<string, ExtraField>();
  for (const output of appended) {
    if (isMeant(output, rule)) for (const field of output.extraFields) fields.set(field.name, field);
  }
  return [...fields.values()].toSorted((left, right) => (left.name < right.name ? -1 : 1));
}

export function withAppended(
  output: string,
  appended: readonly AppendedOutput[],
  rule: MatchedRule,
  catalog: FieldCatalog,
): string {
  const suggested = catalog
    .all()
    .flatMap(({ name, isSuggested }) => (isSuggested ? [`${name.replaceAll('.', '_')}=%${name}`] : []));
  const extra = appended
    .filter((item) => isMeant(item, rule))
    .flatMap(({ extraOutput, suggestsFields }) => [extraOutput ?? [], suggestsFields ? suggested : []].flat());
  return [output, ...extra].join(' ');
}
