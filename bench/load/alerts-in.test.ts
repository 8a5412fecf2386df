import { expect, it } from 'vitest';
import { z } from 'zod';
import { alertFrom, installation } from '../../src/outputs/testing/alerts.ts';
import { demoAlert, seededRandom } from '../../src/app/demo-alerts.ts';
import { elasticsearch } from '../../src/outputs/elasticsearch.ts';
import { loki } from '../../src/outputs/loki.ts';
import { alertsIn } from './alerts-in.ts';

const [first, ...others] = Array.from({ length: 20 }, (_, seed) => alertFrom(demoAlert(seededRandom(seed), 1.8e12)));

it.for([
  { output: loki, path: '/loki/loki/api/v1/push' },
  { output: elasticsearch, path: '/elasticsearch/_bulk' },
])('counts the alerts of a batch of $output.id', ({ output, path }) => {
  if (!first) throw new Error('There are no alerts');
  const message = output.configure({ hostport: 'http://127.0.0.1/' }, installation).encode([first, ...others]);
  expect(alertsIn(path, Buffer.from(bodyOf(message)))).toBe(20);
});

function bodyOf(message: unknown): string {
  return z.object({ body: z.object({ text: z.string() }) }).parse(message).body.text;
}
