import type { FuzzTarget } from './fuzz-target.ts';

type Load = () => Promise<{ readonly target: FuzzTarget }>;

/** Every target; a new one is a file and a line here. They are imported when asked for, so that coverage sees them begin. */
const loaders: Readonly<Record<string, Load>> = {
  alert: () => import('./alert.fuzz.ts'),
  configuration: () => import('./configuration.fuzz.ts'),
  journal: () => import('./journal.fuzz.ts'),
  kit: () => import('./kit.fuzz.ts'),
  log: () => import('./log.fuzz.ts'),
  outputs: () => import('./outputs.fuzz.ts'),
  search: () => import('./search.fuzz.ts'),
  template: () => import('./template.fuzz.ts'),
};

/** Finds its bug, and so is in no run of all. */
const selfTests: Readonly<Record<string, Load>> = { planted: () => import('./planted.fuzz.ts') };

export const targetNames: readonly string[] = Object.keys(loaders);

export async function loadTarget(name: string): Promise<FuzzTarget | undefined> {
  return (await (loaders[name] ?? selfTests[name])?.())?.target;
}
