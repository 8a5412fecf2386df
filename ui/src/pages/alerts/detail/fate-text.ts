import type { Fate } from '#ui/api/contract.ts';

type Kind = 'delivered' | 'owed' | 'dead' | 'suppressed';

export function kindOf({ fate }: Fate): Kind {
  return fate === 'retrying' || fate === 'waiting' ? 'owed' : fate;
}

/** "4 delivered, 1 owed"; empty where there is nothing of those kinds. */
export function fateSummary(
  fates: readonly Fate[],
  kinds: readonly Kind[] = ['delivered', 'owed', 'dead', 'suppressed'],
): string {
  const parts = kinds.map((kind) => ({ kind, count: fates.filter((fate) => kindOf(fate) === kind).length }));
  return parts
    .filter(({ count }) => count > 0)
    .map(({ kind, count }) => `${count} ${kind}`)
    .join(', ');
}
