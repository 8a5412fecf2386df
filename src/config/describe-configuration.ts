import { stringify } from 'yaml';
import type { Configuration } from './configuration.ts';

/** The configuration in force, defaults included, as YAML that could be loaded but for its secrets. */
export function describeConfiguration({ effective }: Configuration): string {
  return stringify({ ...effective.global, outputs: effective.outputs }, { lineWidth: 0 });
}
