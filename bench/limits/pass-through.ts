/**
 * What an alert's own JSON costs a raw output, what making it at the border costs, and what `JSON.parse` and `JSON.stringify` of
 * the same bodies cost, which would spoil nanoseconds; bytes to send in every case, since a text that is only strung together costs
 * nothing yet. Prints nanoseconds of CPU for each alert.
 */
import { demoAlert, seededRandom } from '../../src/app/demo-alerts.ts';
import { alertFrom, installation } from '../../src/outputs/testing/alerts.ts';
import { webhook } from '../../src/outputs/webhook.ts';

const warmUpRounds = 40;
const rounds = 160;
const bodies = Array.from({ length: 512 }, (_, seed) => demoAlert(seededRandom(seed), Date.now()));
const alerts = bodies.map((body) => alertFrom(body));
const output = webhook.configure({ address: 'http://127.0.0.1/' }, installation);

/** Without a schema, which would cost more than what is measured. */
function textOf(message: unknown): string {
  if (typeof message !== 'object' || message === null || !('body' in message)) throw new TypeError('No body');
  const { body } = message;
  if (typeof body !== 'object' || body === null || !('text' in body)) throw new TypeError('No text in the body');
  return String(body.text);
}

function nanoseconds(once: () => unknown): number {
  for (let round = 0; round < warmUpRounds; round++) once();
  const before = process.cpuUsage();
  for (let round = 0; round < rounds; round++) once();
  const { user, system } = process.cpuUsage(before);
  return ((user + system) * 1000) / rounds / bodies.length;
}

console.log(
  JSON.stringify({
    encode: nanoseconds(() => alerts.map((alert) => Buffer.from(textOf(output.encode([alert]))))),
    border: nanoseconds(() => bodies.map((body) => Buffer.from(alertFrom(body).json))),
    parseAndStringify: nanoseconds(() => bodies.map((body) => Buffer.from(JSON.stringify(JSON.parse(body))))),
  }),
);
