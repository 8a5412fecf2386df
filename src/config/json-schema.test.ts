import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { configurationJsonSchema } from './json-schema.ts';
import { meetsSchema } from './testing/json-schema-check.ts';
import { testOutputs } from './testing/outputs.ts';

const schema = configurationJsonSchema(testOutputs);
const isGood = (yaml: string) => meetsSchema(schema, parse(yaml));

it.for([
  'listenport: 2801',
  'slack: { webhookurl: "https://a", minimumpriority: warning, customheaders: { a: { env: B } } }',
  'slack: { webhookurl: { file: /run/secrets/slack } }',
  'slack:',
  'redis: { address: a, database: "${DATABASE}", batching: { size: 3 } }',
  'kafka: { whatever: 1 }',
  'kafka:',
  'aws: { region: eu, sqs: { url: "https://a" }, lambda: {} }',
  'customfields: { env: prod }',
  'outputs: [{ type: slack, name: a, webhookurl: "https://a" }, { type: stdout }]',
  'journal: { retention: { age: 30d, bytes: 10GiB } }',
])('accepts %s', (yaml) => expect(isGood(yaml)).toBe(true));

it.for([
  'listenport: 65536',
  'nonsense: 1',
  'slack: { webhokurl: x }',
  'slack: { webhookurl: { env: A, file: B } }',
  'slack: { outputformat: loud }',
  'redis: { address: a, batching: { size: x } }',
  'outputs: [{ type: slack }]',
  'outputs: [{ type: kafka }]',
  'outputs: [{ name: a }]',
  'aws: { sqs: { uri: a } }',
  'journal: { engine: paper }',
])('refuses %s', (yaml) => expect(isGood(yaml)).toBe(false));

it('marks secrets, and shows none of the meta data that is ours', () => {
  const text = JSON.stringify(schema);
  expect(text).toContain('"format":"password","writeOnly":true');
  expect(text).not.toContain('"secret":');
});
