import type { ListDefinition } from './definitions.ts';

/** A list as it goes into conditions. */
export interface ExpandedList {
  readonly name: string;
  readonly items: readonly string[];
}

/**
 * Replaces in each list the names of lists that were there before it was last changed by what is in those, once: what
 * these have from others again is replaced in the conditions, as far as the order of the lists allows.
 * @param used takes the names of the lists found in others
 */
export function expandLists(lists: ReadonlyMap<string, ListDefinition>, used: Set<string>): readonly ExpandedList[] {
  return [...lists.values()].map(({ name, items, visibility }) => {
    const expanded = items.flatMap((item) => {
      const list = lists.get(item);
      if (list === undefined || list.index >= visibility) return [item];
      used.add(item);
      return list.items;
    });
    return { name, items: expanded };
  });
}

/** Quotes an item that has a blank, unless it is quoted. Falco does not escape what is inside. */
export function quoteItem(item: string): string {
  return item.includes(' ') && !/^["']/.test(item) ? `"${item}"` : item;
}
