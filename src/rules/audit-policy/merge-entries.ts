import { auditLevels } from './audit-level.ts';
import type { PolicyEntry } from './policy-entry.ts';
import { selects, type ResourceGroups, type Selector } from './selector.ts';
import { inEither } from './sets.ts';

/** The same policy in fewer entries, in the order in which they have to stand. */
export function mergeEntries(entries: readonly PolicyEntry[]): readonly PolicyEntry[] {
  const ordered = withoutCovered(entries).toSorted((left, right) => rank(right) - rank(left));
  const byLists = mergeBy(ordered, ({ selector }) => keyOfLists(selector), withTargets);
  const byTarget = mergeBy(
    byLists,
    ({ selector }) => keyOfTarget(selector) + keyOfLists(withAnyVerb(selector)),
    withVerbs,
  );
  return withoutCovered(byTarget).toSorted((left, right) => rank(right) - rank(left));
}

/** What keeps secrets out comes first; then the more is told, the earlier; last what is about any request. */
function rank({ isShield, level, selector }: PolicyEntry): number {
  if (isShield) return auditLevels.length * 2;
  return auditLevels.indexOf(level) * 2 + (selector.target.kind === 'any' ? 0 : 1);
}

/** An entry that lets nothing pass that another does not goes into that one. */
function withoutCovered(entries: readonly PolicyEntry[]): readonly PolicyEntry[] {
  let kept: readonly PolicyEntry[] = [];
  for (const entry of entries) kept = withEntry(kept, entry);
  return kept;
}

function withEntry(kept: readonly PolicyEntry[], entry: PolicyEntry): readonly PolicyEntry[] {
  const place = kept.findIndex((other) => isIn(entry, other));
  const cover = kept[place];
  if (cover !== undefined)
    return kept.with(place, isIn(cover, entry) ? withEqual(cover, [entry]) : withLesser(cover, [entry]));
  const covered = kept.filter((other) => isIn(other, entry));
  return [...kept.filter((other) => !covered.includes(other)), withLesser(entry, covered)];
}

function isIn(part: PolicyEntry, whole: PolicyEntry): boolean {
  if (part.isShield !== whole.isShield) return false;
  return auditLevels.indexOf(part.level) <= auditLevels.indexOf(whole.level) && selects(whole.selector, part.selector);
}

function withEqual(entry: PolicyEntry, others: readonly PolicyEntry[]): PolicyEntry {
  const all = [entry, ...others];
  return {
    ...entry,
    stages: new Set(all.flatMap(({ stages }) => [...stages])),
    rules: new Set(all.flatMap(({ rules }) => [...rules])),
    lesserRules: new Set(all.flatMap(({ lesserRules }) => [...lesserRules])),
    strangers: new Set(all.flatMap(({ strangers }) => [...strangers])),
  };
}

/** Another that needs less has no part in what the entry is. */
function withLesser(entry: PolicyEntry, others: readonly PolicyEntry[]): PolicyEntry {
  const names = others.flatMap(({ rules, lesserRules }) => [...rules, ...lesserRules]);
  return { ...entry, lesserRules: new Set([...entry.lesserRules, ...names]) };
}

function mergeBy(
  entries: readonly PolicyEntry[],
  keyOf: (entry: PolicyEntry) => string,
  merge: (some: readonly Selector[]) => Selector,
): readonly PolicyEntry[] {
  const groups = Map.groupBy(entries, (entry) => {
    return `${entry.isShield} ${entry.level} ${sorted(entry.stages).join()} ${entry.selector.target.kind} ${keyOf(entry)}`;
  });
  return [...groups.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    const selector = merge([first, ...others].map((entry) => entry.selector));
    return [{ ...withEqual(first, others), selector }];
  });
}

function keyOfLists({ lists }: Selector): string {
  return JSON.stringify([...lists].map(([name, values]) => [name, sorted(values)]));
}

/** What names verbs is one thing, what names none another. */
function withAnyVerb({ lists, target }: Selector): Selector {
  const verbs = lists.has('verbs') ? new Set<string>() : undefined;
  return { lists: verbs ? new Map([...lists, ['verbs', verbs]]) : lists, target };
}

function keyOfTarget({ target }: Selector): string {
  if (target.kind === 'any') return '';
  if (target.kind === 'urls') return JSON.stringify(sorted(target.urls));
  const groups = [...target.groups].toSorted(([left], [right]) => (left < right ? -1 : 1));
  return JSON.stringify(groups.map(([group, names]) => [group, sorted(names)]));
}

function sorted(values: ReadonlySet<string>): readonly string[] {
  return [...values].toSorted();
}

function withTargets(selectors: readonly Selector[]): Selector {
  const [first = nothing] = selectors;
  if (first.target.kind === 'any') return first;
  if (first.target.kind === 'urls') {
    const urls = new Set(selectors.flatMap(({ target }) => (target.kind === 'urls' ? [...target.urls] : [])));
    return { ...first, target: { kind: 'urls', urls } };
  }
  const groups = selectors.flatMap(({ target }) => (target.kind === 'resources' ? [...target.groups] : []));
  return { ...first, target: { kind: 'resources', groups: unionOf(groups) } };
}

const nothing: Selector = { lists: new Map(), target: { kind: 'urls', urls: new Set() } };

/** No names are all of them. */
function unionOf(groups: readonly (readonly [string, ReadonlySet<string>])[]): ResourceGroups {
  const union = new Map<string, ReadonlySet<string>>();
  for (const [group, names] of groups) {
    const known = union.get(group);
    const isAll = known?.size === 0 || names.size === 0;
    union.set(group, isAll ? new Set() : inEither(known ?? new Set(), names));
  }
  return union;
}

function withVerbs(selectors: readonly Selector[]): Selector {
  const [first = nothing] = selectors;
  if (!first.lists.has('verbs')) return first;
  const verbs = new Set(selectors.flatMap(({ lists }) => [...(lists.get('verbs') ?? [])]));
  return { ...first, lists: new Map([...first.lists, ['verbs', verbs]]) };
}
