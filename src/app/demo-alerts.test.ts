import { expect, it } from 'vitest';
import { readJson } from '#kit/json-read.ts';
import { createEnrichment, noEnrichment } from '#alert/enrich.ts';
import { readFalcoAlert } from '#alert/falco-json.ts';
import { demoAlert, sceneAlert, seededRandom } from './demo-alerts.ts';
import { demoHistory } from './demo-history.ts';
import { demoScenes } from './demo-scenes.ts';
import { demoClusters } from './demo-world.ts';

const enrich = createEnrichment(noEnrichment, () => 'uuid');

it('makes alerts that would be accepted, with nothing left out of their text', () => {
  const random = seededRandom(1);
  const [cluster] = demoClusters;
  const nowMs = 1_795_537_916_746;
  for (const scene of demoScenes) {
    const body = cluster ? sceneAlert({ scene, cluster, node: 'node-1' }, random, nowMs) : '';
    const alert = enrich(readFalcoAlert(readJson(body, { maxDepth: 10 })));
    expect(alert.output).not.toMatch(/\{|<NA>/);
    expect(alert.output).toMatch(/^\d\d:\d\d:\d\d\.\d{9}: [A-Z]/);
    expect(alert.json).toMatch(/"evt\.time":\d{19}/);
  }
});

it('tells of a day, in order, at whose end somebody breaks in', () => {
  const past = demoHistory(seededRandom(1), 1_795_537_916_746);
  expect(past).toEqual(past.toSorted((a, b) => a.atMs - b.atMs));
  expect(past.length).toBeGreaterThan(1000);
  expect(past.at(-1)?.atMs).toBeLessThan(1_795_537_916_746);
  expect(
    past.filter(({ body }) => body.includes('kdevtmpfsi') && body.includes('"checkout-api"')).length,
  ).toBeGreaterThan(3);
});

it('makes the same alerts for the same seed', () => {
  expect(demoAlert(seededRandom(9), 1000)).toBe(demoAlert(seededRandom(9), 1000));
  expect(demoAlert(seededRandom(9), 1000)).not.toBe(demoAlert(seededRandom(10), 1000));
});
