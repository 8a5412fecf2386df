import type { FalcoAlert } from './falco-json.ts';
import { testRule } from './enrich.ts';

/** The alert that `POST /test` sends through the outputs, as Falcosidekick's. */
export function testAlert(now: Date): FalcoAlert {
  return {
    output: 'This is a test from falcosidekick',
    priority: 'Debug',
    rule: testRule,
    time: `${now.toISOString().slice(0, 19)}Z`,
    outputFields: { 'proc.name': 'falcosidekick', 'user.name': 'falcosidekick' },
    source: 'debug',
    tags: ['test', 'example'],
    hostname: 'falcosidekick',
    unknown: {},
  };
}
