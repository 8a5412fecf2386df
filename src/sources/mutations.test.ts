import { Agent } from 'node:http';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { falcoAlert } from './testing/alerts.ts';
import { ask, post } from './testing/client.ts';
import { IntakeServer } from './testing/intake-server.ts';

let server: IntakeServer;
const agent = new Agent({ keepAlive: true, maxSockets: 8 });
beforeAll(async () => {
  server = await IntakeServer.start();
});
afterAll(async () => {
  agent.destroy();
  await server[Symbol.asyncDispose]();
});

const valid = Buffer.from(falcoAlert());
const position = fc.nat(valid.length);

/** What may happen to bytes on their way, and what somebody may do to them on purpose. */
const mutation = fc.oneof(
  fc.record({ at: position, cut: fc.nat(30), put: fc.uint8Array({ maxLength: 8 }).map((bytes) => Buffer.from(bytes)) }),
  fc.record({
    at: position,
    cut: fc.nat(3),
    put: fc
      .constantFrom('{', '}', '[', ']', '"', ',', ':', '\\', '0', '-', 'e', 'n', ' ', '\n', '\0')
      .map((text) => Buffer.from(text)),
  }),
  fc.record({ at: position, cut: fc.constant(valid.length), put: fc.constant(Buffer.alloc(0)) }),
  fc.record({ at: position, cut: fc.constant(0), put: fc.json().map((text) => Buffer.from(text)) }),
);

const mutated = fc
  .array(mutation, { minLength: 1, maxLength: 4 })
  .map((mutations) =>
    mutations.reduce(
      (bytes, { at, cut, put }) => Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + cut)]),
      valid,
    ),
  );

it('answers 10,000 mutations of an alert by 200 or 400, and takes the next one', async () => {
  const batch = fc.array(mutated, { minLength: 50, maxLength: 50 });
  await fc.assert(
    fc.asyncProperty(batch, async (bodies) => {
      const replies = await Promise.all(bodies.map((body) => ask({ port: server.port, method: 'POST', agent }, body)));
      for (const { status } of replies) expect([200, 400]).toContain(status);
      expect(await post(server.port, valid)).toMatchObject({ status: 200 });
    }),
    { numRuns: 200, endOnFailure: true },
  );
  expect(server.log.messages('error')).toEqual([]);
  expect(server.http.inFlightBytes()).toBe(0);
}, 120_000);
