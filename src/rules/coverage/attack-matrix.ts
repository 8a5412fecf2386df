/** The tactics of MITRE ATT&CK, as rules tag them behind `mitre_`, in the order of an attack. */
export const tactics = [
  'reconnaissance',
  'resource_development',
  'initial_access',
  'execution',
  'persistence',
  'privilege_escalation',
  'defense_evasion',
  'credential_access',
  'discovery',
  'lateral_movement',
  'collection',
  'command_and_control',
  'exfiltration',
  'impact',
] as const;

/** What rules cover of a tactic. */
export interface TacticCoverage {
  readonly tactic: string;
  readonly techniques: readonly TechniqueCoverage[];
}

export interface TechniqueCoverage {
  /** `T1611`, or empty for rules that name a tactic only. */
  readonly technique: string;
  readonly rules: number;
  readonly matches: number;
}

export interface TaggedRule {
  readonly tags: readonly string[];
  /** How many events it matched. */
  readonly matches: number;
}

const tacticTag = /^mitre_(\w+)$/;
const techniqueTag = /^T\d{4}(?:\.\d{3})?$/;

/** Which tactics and techniques rules name in their tags; of several tactics of a rule each has all its techniques. */
export function attackMatrix(rules: readonly TaggedRule[]): readonly TacticCoverage[] {
  const named = rules.flatMap(({ tags }) => tags.flatMap((tag) => tacticTag.exec(tag)?.[1] ?? []));
  const others = [...new Set(named)].filter((name) => !tactics.some((tactic) => tactic === name)).toSorted();
  return [...tactics, ...others].map((tactic) => {
    const meant = rules.filter(({ tags }) => tags.includes(`mitre_${tactic}`));
    return { tactic, techniques: techniquesOf(meant) };
  });
}

function techniquesOf(rules: readonly TaggedRule[]): readonly TechniqueCoverage[] {
  const techniques = new Map<string, { rules: number; matches: number }>();
  for (const { tags, matches } of rules) {
    const own = tags.filter((tag) => techniqueTag.test(tag));
    for (const technique of own.length === 0 ? [''] : own) {
      const known = techniques.get(technique) ?? { rules: 0, matches: 0 };
      techniques.set(technique, { rules: known.rules + 1, matches: known.matches + matches });
    }
  }
  return [...techniques]
    .map(([technique, counts]) => ({ technique, ...counts }))
    .toSorted((left, right) => (left.technique < right.technique ? -1 : 1));
}
