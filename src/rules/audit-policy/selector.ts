import { inBoth, isSubset } from './sets.ts';

/** The lists of an entry of a policy, in the order in which they are written. */
export const listNames = ['users', 'userGroups', 'verbs', 'namespaces'] as const;

export type ListName = (typeof listNames)[number];

/** What an entry of an audit policy is about. A list that is missing lets all pass. */
export interface Selector {
  readonly lists: ReadonlyMap<ListName, ReadonlySet<string>>;
  readonly target: Target;
}

export type Target =
  | { readonly kind: 'any' }
  | { readonly kind: 'urls'; readonly urls: ReadonlySet<string> }
  | { readonly kind: 'resources'; readonly groups: ResourceGroups };

/** Resources by their groups, as policies name them: `pods`, `pods/exec`, `pods/*`. No names are all of the group. */
export type ResourceGroups = ReadonlyMap<string, ReadonlySet<string>>;

/** Every API group, where the API server knows that. */
export const anyGroup = '*';

/** Whether all that an entry lets pass passes another. */
export function selects(whole: Selector, part: Selector): boolean {
  for (const [name, values] of whole.lists) {
    const some = part.lists.get(name);
    if (some === undefined || !isSubset(some, values)) return false;
  }
  return targets(whole.target, part.target);
}

function targets(whole: Target, part: Target): boolean {
  if (whole.kind === 'any') return true;
  if (whole.kind === 'urls') {
    return part.kind === 'urls' && [...part.urls].every((url) => isUrlIn(url, whole.urls));
  }
  if (part.kind !== 'resources') return false;
  return [...part.groups].every(([group, names]) => {
    const known = namesOf(whole.groups, group);
    return known.some(
      (some) => some.size === 0 || (names.size > 0 && [...names].every((name) => isNameIn(name, some))),
    );
  });
}

function isUrlIn(url: string, urls: ReadonlySet<string>): boolean {
  return [...urls].some((other) => other === url || (other.endsWith('*') && url.startsWith(other.slice(0, -1))));
}

function isNameIn(name: string, names: ReadonlySet<string>): boolean {
  const [resource = '', subresource] = name.split('/');
  if (names.has(name)) return true;
  return subresource !== undefined && (names.has(`${resource}/*`) || names.has(`*/${subresource}`));
}

function namesOf(groups: ResourceGroups, group: string): readonly ReadonlySet<string>[] {
  return [groups.get(group) ?? [], groups.get(anyGroup) ?? []].flat();
}

/** Whether a request may pass both. */
export function isOverlapping(left: Selector, right: Selector): boolean {
  for (const name of ['users', 'verbs', 'namespaces'] as const) {
    const [some, others] = [left.lists.get(name), right.lists.get(name)];
    if (some && others && inBoth(some, others).size === 0) return false;
  }
  if (left.target.kind === 'any' || right.target.kind === 'any') return true;
  if (left.target.kind === 'resources' && right.target.kind === 'resources') {
    return isSharing(left.target.groups, right.target.groups);
  }
  return (
    left.target.kind === 'urls' && right.target.kind === 'urls' && isSharingUrls(left.target.urls, right.target.urls)
  );
}

function isSharingUrls(left: ReadonlySet<string>, right: ReadonlySet<string>): boolean {
  return [...left].some((url) => isUrlIn(url, right)) || [...right].some((url) => isUrlIn(url, left));
}

function isSharing(left: ResourceGroups, right: ResourceGroups): boolean {
  return [...left].some(([group, names]) =>
    [...right].some(([other, others]) => {
      const isSameGroup = group === other || group === anyGroup || other === anyGroup;
      return isSameGroup && isSharingNames(names, others);
    }),
  );
}

function isSharingNames(left: ReadonlySet<string>, right: ReadonlySet<string>): boolean {
  if (left.size === 0 || right.size === 0) return true;
  return [...left].some((name) => isNameIn(name, right)) || [...right].some((name) => isNameIn(name, left));
}
