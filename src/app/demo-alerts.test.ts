import { expect, it } from 'vitest';
import { readJson } from '#kit/json-read.ts';
import { createEnrichment, noEnrichment } from '#alert/enrich.ts';
import { readFalcoAlert } from '#alert/falco-json.ts';
import { demoAlert, seededRandom } from './demo-alerts.ts';
import { demoScenes } from './demo-scenes.ts';

const enrich = createEnrichment(noEnrichment, () => 'uuid');

it('makes alerts that would be accepted, with nothing left out of their text', () => {
  const random = seededRandom(1);
  const rules = new Set<string>();
  for (let index = 0; index < 500; index++) {
    const alert = enrich(readFalcoAlert(readJson(demoAlert(random, 1_795_537_916_746 + index), { maxDepth: 10 })));
    expect(alert.output).not.toMatch(/\{|<NA>/);
    expect(alert.output).toMatch(/^\d\d:\d\d:\d\d\.\d{9}: [A-Z]/);
    expect(alert.json).toMatch(/"evt\.time":\d{19}/);
    rules.add(alert.rule);
  }
  expect(rules.size).toBe(demoScenes.length);
});

it('makes the same alerts for the same seed', () => {
  expect(demoAlert(seededRandom(9), 1000)).toBe(demoAlert(seededRandom(9), 1000));
  expect(demoAlert(seededRandom(9), 1000)).not.toBe(demoAlert(seededRandom(10), 1000));
});
