import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  bucketOpened,
  cloudRules,
  doorOpened,
  largeDownload,
  pushDenied,
  repositoryPublicized,
  rootLogin,
} from '../testing/cloud-rules.ts';
import { ruleSetOf } from '../testing/rule-set-of.ts';
import { jsonSourceCatalog, type JsonSource } from './json-source.ts';
import { jsonSources } from './json-sources.ts';
import { sourceQuirks } from './source-quirks.ts';
import { defaultSplitLimits } from './split-events.ts';
import { splitRecords } from './split-records.ts';
import { quietSurroundings, ruleEvent } from './testing/rule-event.ts';

const sources = jsonSources({ json: { records: '/doors', time: '/at' } });
const limits = { ...defaultSplitLimits, maxDepth: 30, maxEvents: 20 };
const rules = ruleSetOf(cloudRules, 'all');

const bodies = [
  { Records: [rootLogin, largeDownload] },
  { detail: rootLogin },
  { message: { data: Buffer.from(JSON.stringify(bucketOpened)).toString('base64') } },
  { data: { events: [pushDenied(1), pushDenied(2)] } },
  { webhook_type: 'repository', ...repositoryPublicized },
  { doors: [doorOpened] },
].map((body) => JSON.stringify(body));

/** Cuts something out of a text and puts something in; or puts another value in the place of one. */
const mutation = fc.oneof(
  fc.record({
    isValue: fc.constant(false),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    cut: fc.nat(20),
    put: fc.constantFrom('{', '}', '[', ']', '"', ',', ':', '\\u', '0', '-', '1e999', '\n', '\0', 'null'),
  }),
  fc.record({
    isValue: fc.constant(true),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    cut: fc.constant(0),
    put: fc.json(),
  }),
);

type Mutation = typeof mutation extends fc.Arbitrary<infer Value> ? Value : never;

const mutated = fc
  .tuple(fc.constantFrom(...bodies), fc.array(mutation, { minLength: 1, maxLength: 3 }))
  .map(([body, mutations]) => mutations.reduce(mutate, body));

function mutate(text: string, { isValue, at, cut, put }: Mutation): string {
  const values = [...text.matchAll(/"[^"]*"(?=[,}\]])|\d+(?=[,}\]])|true|false|null/g)];
  const value = isValue ? values[Math.floor(at * values.length)] : undefined;
  const start = value?.index ?? Math.floor(at * text.length);
  return text.slice(0, start) + put + text.slice(start + (value?.[0].length ?? cut));
}

it('takes apart whatever comes, and evaluates what is left', () => {
  let events = 0;
  fc.assert(
    fc.property(mutated, fc.constantFrom(...sources), (body, source) => {
      const split = splitRecords(body, source, { limits, firstNumber: 1n, receivedNs: 0n });
      expect(split.events.length + split.refusals.length).toBeGreaterThan(0);
      expect(split.events.length).toBeLessThanOrEqual(limits.maxEvents);
      for (const event of split.events) rules.detect(event);
      events += split.events.length;
    }),
    { numRuns: 5000 },
  );
  expect(events).toBeGreaterThan(500);
});

const argumentsFor = { none: undefined, index: '18446744073709551615', 'optional-index': '7', key: '/a/0' };

function argumentFor(kind: string): string | undefined {
  return Object.entries(argumentsFor).find(([name]) => name === kind)?.[1];
}

/** Any JSON at the places that fields look at, in place of what belongs there. */
function misplaced({ fields }: JsonSource): fc.Arbitrary<unknown> {
  const pointers = fields.flatMap((field) => ('pointers' in field ? field.pointers : []));
  const keys = [
    'requestParameters',
    'responseElements',
    'target',
    'files',
    'commits',
    'hook',
    'workflow_miner_detections',
  ];
  const names = [...keys, ...pointers.flatMap((pointer) => pointer.split('/').slice(1)), 'matches', 'items', 'type'];
  return fc.object({
    key: fc.constantFrom(...names),
    maxDepth: 4,
    values: [fc.integer(), fc.string(), fc.constant(null)],
  });
}

it.for(sources)('reads every field of $id of any JSON', (source) => {
  for (const quirks of [[], sourceQuirks]) {
    const catalog = jsonSourceCatalog(source, quietSurroundings, quirks);
    const readers = catalog.all().map(({ name, argument }) => catalog.reader(name, argumentFor(argument)));
    fc.assert(
      fc.property(misplaced(source), (record) => {
        const event = ruleEvent(JSON.stringify(record), source.id);
        for (const read of readers) expect(read(event)?.length).not.toBe(0);
      }),
      { numRuns: 300 },
    );
  }
});
