import { readAttackTag } from '#ui/attack/attack-tag.ts';
import { tactics as known } from '#ui/attack/tactics.ts';

interface AttackNames {
  readonly tactics: readonly string[];
  readonly techniques: readonly string[];
}

/** What ATT&CK calls the tags of a rule. Where a rule names no tactic, it is that of its technique. */
export function attackNames(tags: readonly string[]): AttackNames {
  const read = tags.flatMap((tag) => readAttackTag(tag) ?? []);
  const said = read.flatMap((tag) => (tag.kind === 'tactic' ? [tag.tactic.name] : []));
  const meant = read.flatMap((tag) => (tag.kind === 'technique' ? [tacticName(tag.technique.tactics[0])] : []));
  const techniques = read.flatMap((tag) => {
    if (tag.kind === 'tactic') return [];
    return tag.kind === 'technique' ? [`${tag.technique.id} ${tag.technique.name}`] : [tag.id];
  });
  return { tactics: [...new Set(said.length > 0 ? said : meant)], techniques: [...new Set(techniques)] };
}

function tacticName(wanted: string): string {
  return known.find(({ id }) => id === wanted)?.name ?? wanted;
}
