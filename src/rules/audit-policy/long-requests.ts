import type { Stage } from './requests.ts';
import type { Selector } from './selector.ts';

/** Of requests that go on after the answer has begun, the API server tells twice. */
export function mayHave(stage: Stage, { lists, target }: Selector): boolean {
  if (stage !== 'ResponseStarted' || target.kind !== 'resources') return true;
  const verbs = lists.get('verbs');
  const names = [...target.groups.values()];
  return (
    verbs === undefined || verbs.has('watch') || names.some((some) => some.size === 0 || [...some].some(isConnection))
  );
}

/** Exec, attach, log, port-forward and proxy. */
function isConnection(name: string): boolean {
  return /^(?:pods|services|nodes|\*)\/(?:\*|exec|attach|log|portforward|proxy)$/.test(name);
}
