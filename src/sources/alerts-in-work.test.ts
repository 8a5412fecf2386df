import { createEnrichment, noEnrichment } from '#alert/enrich.ts';
import { readFalcoAlert } from '#alert/falco-json.ts';
import { readJson } from '#kit/json-read.ts';
import { expect, it } from 'vitest';
import { AlertsInWork } from './alerts-in-work.ts';
import { falcoAlert } from './testing/alerts.ts';

const enrich = createEnrichment(noEnrichment, () => 'd5a7a7a0-0000-4000-8000-000000000000');
const alert = (serial: number) => enrich(readFalcoAlert(readJson(falcoAlert(serial), { maxDepth: 3 })));

it('finds the same alert among thousands, until that is removed', () => {
  const inWork = new AlertsInWork();
  const alerts = Array.from({ length: 5000 }, (_, serial) => ({ alert: alert(serial), kept: Promise.resolve(serial) }));
  for (const each of alerts) inWork.add(each.alert, each.kept);
  for (const [serial, each] of alerts.entries()) {
    expect(inWork.find(alert(serial))).toBe(each.kept);
    inWork.remove(each.alert);
    expect(inWork.find(alert(serial))).toBeUndefined();
  }
});

it('removes one of two that are alike', () => {
  const inWork = new AlertsInWork();
  const [first, second] = [alert(1), alert(1)];
  const kept = Promise.resolve('second');
  inWork.add(first, Promise.resolve('first'));
  inWork.add(second, kept);
  inWork.remove(first);
  inWork.remove(first);
  expect(inWork.find(alert(1))).toBe(kept);
});
