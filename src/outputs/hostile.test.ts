import { describe, expect, it } from 'vitest';
import { exampleOutputs } from './testing/examples.ts';
import { hostileAlerts } from './testing/hostile-alerts.ts';
import { bodyText, isHttpRequest } from './testing/wire-text.ts';

describe.for(exampleOutputs().map((example) => [`${example.output.id}, ${example.name}`, example] as const))(
  '%s',
  ([, { configured }]) => {
    it.for(Object.entries(hostileAlerts))('encodes %s', ([, alert]) => {
      const encoded = configured.encode([alert]);
      const shown = JSON.stringify(encoded);
      expect(shown === JSON.stringify(configured.encode([alert])), 'the same each time').toBe(true);
      expect(shown.isWellFormed()).toBe(true);
      if (!isHttpRequest(encoded)) return;
      for (const line of bodyText(encoded).trimEnd().split('\n')) expect(() => JSON.parse(line)).not.toThrow();
    });

    it('encodes all of them together if it takes batches', () => {
      const [first, ...others] = Object.values(hostileAlerts);
      if (!first || !configured.batch) return;
      expect(() => configured.encode([first, ...others])).not.toThrow();
    });
  },
);
