import type { OutputHealth } from '#delivery/health.ts';
import type { Overview } from '../contract/counts.ts';

type State = Overview['accounted'][number]['state'];

/** For people: one failure is retried, several in a row are a failing output. */
export function outputState(state: OutputHealth['state']): State {
  const names = {
    healthy: 'healthy',
    failing: 'retrying',
    open: 'failing',
    misconfigured: 'misconfigured',
    refusing: 'refusing',
    paused: 'paused',
  } as const;
  return names[state];
}

/** Whether nobody is told by this output, and somebody has to see to it. */
export function isTrouble(state: State): state is 'failing' | 'misconfigured' | 'refusing' {
  return state === 'failing' || state === 'misconfigured' || state === 'refusing';
}
