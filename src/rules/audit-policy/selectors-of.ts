import { groupsOfResource } from './built-in-resources.ts';
import type { Requests, Trait } from './requests.ts';
import { anyGroup, type ListName, type ResourceGroups, type Selector, type Target } from './selector.ts';

export interface SelectedRequests {
  readonly selectors: readonly Selector[];
  /** Resources whose API group nobody named: they are let pass with all others. */
  readonly strangers: readonly string[];
}

type Traits = Requests['traits'];

/**
 * What of a policy lets requests pass: those that are meant, and others where a policy cannot tell them apart.
 * @param hasAnyGroup whether a policy may name resources of every API group, which Kubernetes has since 1.36
 */
export function selectorsOf({ traits }: Requests, hasAnyGroup: boolean): SelectedRequests {
  const resources = traits.get('resource');
  if (resources === undefined)
    return { selectors: [selector(traits, withoutResource(traits, hasAnyGroup))], strangers: [] };
  const named = [...resources].filter((resource) => resource !== '');
  const groups = new Map<string, Set<string>>();
  const strangers: string[] = [];
  for (const resource of named) {
    const groupsOf = hasAnyGroup ? [anyGroup] : groupsOfResource(resource);
    const known = validGroups(traits) ?? groupsOf;
    if (known.length === 0) strangers.push(resource);
    for (const group of known) addNames(groups, group, namesOf(resource, traits.get('subresource')));
  }
  const targets: Target[] = [];
  if (groups.size > 0) targets.push({ kind: 'resources', groups });
  if (strangers.length > 0) targets.push({ kind: 'any' });
  if (resources.has('')) targets.push({ kind: 'urls', urls: new Set(['*']) });
  return { selectors: targets.map((target) => selector(traits, target)), strangers };
}

function selector(traits: Traits, target: Target): Selector {
  return { lists: listsOf(traits, target), target };
}

function addNames(groups: Map<string, Set<string>>, group: string, names: readonly string[]): void {
  const known = groups.get(group) ?? new Set();
  groups.set(group, known);
  for (const name of names) known.add(name);
}

function namesOf(resource: string, subresources: ReadonlySet<string> | undefined): readonly string[] {
  if (subresources === undefined) return [resource, `${resource}/*`];
  return [...subresources].map((subresource) => (subresource === '' ? resource : `${resource}/${subresource}`));
}

/** The groups that a policy can name; `undefined` where it cannot name all that are meant. */
function validGroups(traits: Traits): readonly string[] | undefined {
  const groups = traits.get('apiGroup');
  if (groups === undefined) return undefined;
  return [...groups].every(isGroup) ? [...groups] : undefined;
}

/** A group that no API server may have does not belong in a policy, which would be refused as a whole. */
function isGroup(name: string): boolean {
  return (
    name === '' || (name.length < 254 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(name))
  );
}

function withoutResource(traits: Traits, hasAnyGroup: boolean): Target {
  const groups = groupsWithoutResource(traits, hasAnyGroup);
  if (groups !== undefined) return { kind: 'resources', groups };
  const urls = traits.get('url');
  const isResource = isKnown(traits, 'namespace') || isKnown(traits, 'subresource') || isKnown(traits, 'apiGroup');
  return urls === undefined || isResource ? { kind: 'any' } : { kind: 'urls', urls };
}

/** What has no group may be no resource. */
function groupsWithoutResource(traits: Traits, hasAnyGroup: boolean): ResourceGroups | undefined {
  const subresources = isKnown(traits, 'subresource') ? traits.get('subresource') : undefined;
  const known = isKnown(traits, 'apiGroup') ? validGroups(traits) : undefined;
  const groups = known ?? (hasAnyGroup && subresources ? [anyGroup] : undefined);
  const names = [...(subresources ?? [])].map((subresource) => `*/${subresource}`);
  return groups && new Map(groups.map((group) => [group, new Set(names)]));
}

/** Whether a request must have the trait. */
function isKnown(traits: Traits, trait: Trait): boolean {
  const values = traits.get(trait);
  return values !== undefined && !values.has('');
}

const lists: readonly (readonly [Trait, ListName])[] = [
  ['user', 'users'],
  ['userGroup', 'userGroups'],
  ['verb', 'verbs'],
  ['namespace', 'namespaces'],
];

function listsOf(traits: Traits, target: Target): Selector['lists'] {
  const found = new Map<ListName, ReadonlySet<string>>();
  for (const [trait, list] of lists) {
    const values = traits.get(trait);
    if (values !== undefined && isListable(trait, values, target)) found.set(list, values);
  }
  return found;
}

/** A request without user passes no list of users, and one without resource none of namespaces. */
function isListable(trait: Trait, values: ReadonlySet<string>, { kind }: Target): boolean {
  if (trait === 'namespace') return kind === 'resources' || (kind === 'any' && !values.has(''));
  return trait === 'verb' || !values.has('');
}
