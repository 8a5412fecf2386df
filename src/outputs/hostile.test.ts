import { validateHeaderName, validateHeaderValue } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { HttpRequest } from './output.ts';
import { testAlert } from './testing/alerts.ts';
import { exampleOutputs } from './testing/examples.ts';
import { hostileAlerts } from './testing/hostile-alerts.ts';
import { bodyText, contentType, isHttpRequest } from './testing/wire-text.ts';

describe.for(exampleOutputs().map((example) => [`${example.output.id}, ${example.name}`, example] as const))(
  '%s',
  ([, { configured }]) => {
    it.for(Object.entries(hostileAlerts))('encodes %s', ([, alert]) => {
      const encoded = configured.encode([alert]);
      const shown = JSON.stringify(encoded);
      expect(shown === JSON.stringify(configured.encode([alert])), 'the same each time').toBe(true);
      expect(shown.isWellFormed()).toBe(true);
      if (!isHttpRequest(encoded)) return;
      expectOneRequest(encoded, configured.encode([testAlert]));
      if (!contentType(encoded).includes('json')) return;
      for (const line of bodyText(encoded).trimEnd().split('\n')) expect(() => JSON.parse(line)).not.toThrow();
    });

    it('encodes all of them together if it takes batches', () => {
      const [first, ...others] = Object.values(hostileAlerts);
      if (!first || !configured.batch) return;
      expect(() => configured.encode([first, ...others])).not.toThrow();
    });
  },
);

/** No text of an alert smuggles in a header, nor leads elsewhere: host and names of headers are those of any alert. */
function expectOneRequest({ url, headers = {} }: HttpRequest, usual: unknown): void {
  for (const [name, value] of Object.entries(headers)) {
    expect(() => validateHeaderName(name)).not.toThrow();
    expect(() => validateHeaderValue(name, typeof value === 'string' ? value : value.reveal())).not.toThrow();
  }
  expect(url.reveal()).not.toMatch(/[\r\n\0]/);
  if (!isHttpRequest(usual)) throw new TypeError('Every alert makes a request');
  expect(new URL(url.reveal()).origin).toBe(new URL(usual.url.reveal()).origin);
  expect(Object.keys(usual.headers ?? {})).toEqual(expect.arrayContaining(Object.keys(headers)));
}
