import type { Dimension } from '#ui/api/contract.ts';

/** The facets beside the list, in their order. */
export const facetOrder = [
  'priority',
  'namespace',
  'rule',
  'workload',
  'cluster',
  'hostname',
  'source',
] as const satisfies readonly Dimension[];

export const dimensionNames: Readonly<Record<Dimension, string>> = {
  priority: 'Priority',
  rule: 'Rule',
  source: 'Source',
  hostname: 'Host',
  namespace: 'Namespace',
  cluster: 'Cluster',
  workload: 'Workload',
  process: 'Process',
  user: 'User',
  tag: 'Tag',
};

/** Values that a machine wrote stand in its letters. */
export function isMachineWritten(dimension: Dimension): boolean {
  return dimension !== 'priority' && dimension !== 'rule';
}
