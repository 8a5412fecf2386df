import { tactics, type Tactic, type TacticId } from './tactics.ts';
import { techniques, type Technique } from './techniques.ts';

/** What a tag of a rule means in ATT&CK. */
export type AttackTag =
  | { readonly kind: 'tactic'; readonly tactic: Tactic & { readonly id: TacticId } }
  | { readonly kind: 'technique'; readonly technique: Technique }
  /** The id of a technique that is not known here. */
  | { readonly kind: 'unknown'; readonly id: string };

const techniqueById: ReadonlyMap<string, Technique> = new Map(
  techniques.map((technique) => [technique.id, technique] as const),
);
const techniquePattern = /^T\d{4}(?:\.\d{3})?$/;

/** Reads `mitre_execution`, `TA0002`, `T1059` and `T1059.004`, in any case; `undefined` for any other tag. */
export function readAttackTag(tag: string): AttackTag | undefined {
  const upper = tag.toUpperCase();
  const tactic = tactics.find(({ id, tag: name }) => id === upper || name === tag.toLowerCase());
  if (tactic) return { kind: 'tactic', tactic };
  if (!techniquePattern.test(upper)) return undefined;
  const technique = techniqueById.get(upper);
  return technique ? { kind: 'technique', technique } : { kind: 'unknown', id: upper };
}

/** `Command and Scripting Interpreter: Unix Shell`. */
export function fullName({ id, name }: Technique): string {
  const parent = techniqueById.get(id.replace(/\..*$/, ''));
  return parent === undefined || parent.id === id ? name : `${parent.name}: ${name}`;
}

/** `T1059.004 Unix Shell`, `Execution`; `undefined` for a tag that is not one of ATT&CK's. */
export function attackTagName(tag: string): string | undefined {
  const read = readAttackTag(tag);
  switch (read?.kind) {
    case 'tactic':
      return read.tactic.name;
    case 'technique':
      return `${read.technique.id} ${read.technique.name}`;
    case 'unknown':
      return read.id;
    case undefined:
      return undefined;
  }
}
