import { auditLevels } from './audit-level.ts';
import { groupsOfResource } from './built-in-resources.ts';
import { mergeEntries } from './merge-entries.ts';
import type { PolicyEntry } from './policy-entry.ts';
import type { Spared, SparedTrait } from './requests.ts';
import { anyGroup, isOverlapping, type ListName, type Selector } from './selector.ts';
import { inBoth, inFirst } from './sets.ts';

export interface SparingEntries {
  readonly merged: readonly PolicyEntry[];
  /** URLs of which nothing is told, before all entries: whoever could look at them excepts them. */
  readonly sparedUrls: readonly Selector[];
  /** What the last of them is not to tell: who is named there excepts it. */
  readonly spared: readonly Selector[];
}

/**
 * Where rules that may look at any request except the same ones, these are left out before the entry for them, and what others
 * look at among these comes before that.
 */
export function sparing(entries: readonly PolicyEntry[], hasAnyGroup: boolean): SparingEntries {
  const wide = entries.filter(isWide);
  const [first] = wide;
  const common = first ? wide.map((entry) => entry.spared).reduce(inBoth, first.spared) : new Set<Spared>();
  const urls = urlsOfNobody(entries);
  const sparedUrls = urlsOf(urls);
  const spared = selectorsOfSpared([...inFirst(common, new Set(urls))], hasAnyGroup);
  if (spared.length === 0) return { merged: mergeEntries(entries), sparedUrls, spared };
  const isTold = ({ level, isShield, selector }: PolicyEntry) =>
    isShield || level !== auditLevels[0] || spared.some((other) => isOverlapping(selector, other));
  const narrow = entries.filter((entry) => !isWide(entry));
  const before = mergeEntries(narrow.filter(isTold));
  const last = mergeEntries([...wide, ...narrow.filter((entry) => !isTold(entry))]);
  return { merged: [...before, ...last], sparedUrls, spared };
}

/** The URLs that all except who may look at them. */
function urlsOfNobody(needs: readonly PolicyEntry[]): readonly Spared[] {
  const all = new Set(needs.flatMap(({ spared }) => [...spared]));
  return [...all].filter((some) => {
    const looking = needs.filter(({ selector }) => urlsOf([some]).some((other) => isOverlapping(selector, other)));
    return looking.length > 0 && looking.every(({ spared }) => spared.has(some));
  });
}

function urlsOf(spared: readonly Spared[]): readonly Selector[] {
  const urls = valuesOf(spared, 'url').map((prefix) => `${prefix}*`);
  return urls.length === 0 ? [] : [{ lists: new Map(), target: { kind: 'urls', urls: new Set(urls) } }];
}

function isWide({ selector, level }: PolicyEntry): boolean {
  return level === auditLevels[0] && selector.lists.size === 0 && selector.target.kind === 'any';
}

const listed: readonly (readonly [SparedTrait, ListName])[] = [
  ['user', 'users'],
  ['verb', 'verbs'],
  ['namespace', 'namespaces'],
];

function selectorsOfSpared(spared: readonly Spared[], hasAnyGroup: boolean): readonly Selector[] {
  const found = [...urlsOf(spared)];
  for (const [trait, list] of listed) {
    const values = valuesOf(spared, trait);
    if (values.length > 0) found.push({ lists: new Map([[list, new Set(values)]]), target: { kind: 'any' } });
  }
  const groups = new Map<string, ReadonlySet<string>>();
  for (const resource of valuesOf(spared, 'resource')) {
    for (const group of hasAnyGroup ? [anyGroup] : groupsOfResource(resource)) {
      groups.set(group, new Set([...(groups.get(group) ?? []), resource, `${resource}/*`]));
    }
  }
  if (groups.size > 0) found.push({ lists: new Map(), target: { kind: 'resources', groups } });
  return found;
}

function valuesOf(spared: readonly Spared[], trait: SparedTrait): readonly string[] {
  return spared.filter((some) => some.startsWith(`${trait} `)).map((some) => some.slice(trait.length + 1));
}
