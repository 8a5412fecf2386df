import { anyGroup, isOverlapping, type ResourceGroups, type Selector } from './selector.ts';
import { inFirst } from './sets.ts';

/** What has passwords, keys or tokens in its bodies, by API group. */
const secretResources: ResourceGroups = new Map([
  ['', new Set(['secrets', 'serviceaccounts/token'])],
  ['authentication.k8s.io', new Set(['tokenreviews'])],
  ['oauth.openshift.io', new Set(['oauthaccesstokens', 'oauthauthorizetokens'])],
]);

/** What an entry with bodies would let pass of resources whose bodies nobody is to see; `undefined` if nothing. */
export function secretPart(selector: Selector): Selector | undefined {
  const groups = new Map<string, Set<string>>();
  for (const [group, names] of secretResources) {
    const found = [...names].filter((name) => {
      const one: Selector = {
        lists: selector.lists,
        target: { kind: 'resources', groups: new Map([[group, new Set([name])]]) },
      };
      return isOverlapping(selector, one);
    });
    if (found.length > 0) groups.set(group, new Set(found));
  }
  return groups.size === 0 ? undefined : { lists: selector.lists, target: { kind: 'resources', groups } };
}

/** The entry without the names of such resources; `undefined` if it has no others. */
export function publicPart(selector: Selector): Selector | undefined {
  if (selector.target.kind !== 'resources') return selector;
  const groups = new Map<string, ReadonlySet<string>>();
  for (const [group, names] of selector.target.groups) {
    const secret =
      group === anyGroup
        ? new Set([...secretResources.values()].flatMap((some) => [...some]))
        : secretResources.get(group);
    const rest = secret ? inFirst(names, secret) : names;
    if (rest.size > 0 || names.size === 0) groups.set(group, rest);
  }
  return groups.size === 0 ? undefined : { lists: selector.lists, target: { kind: 'resources', groups } };
}
