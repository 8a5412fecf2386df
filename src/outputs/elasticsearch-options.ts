import { z } from 'zod';
import { byteSize, duration, httpUrl, secret } from './options.ts';

/** What an operator can set for `elasticsearch`. */
export const elasticsearchOptions = z.strictObject({
  hostport: httpUrl('The URL of the cluster.'),
  index: z.string().min(1).default('falco').describe('The index, or the beginning of its name.'),
  suffix: z
    .enum(['daily', 'monthly', 'annually', 'none'])
    .default('daily')
    .describe("How often a new index begins; the date of an alert, in UTC, becomes part of the index's name."),
  type: z.string().min(1).default('_doc').describe('The type of document, where `batching.enabled` is off.'),
  pipeline: z.string().default('').describe('The ingest pipeline that alerts go through.'),
  username: z.string().default('').describe('The user name; needs `password`.'),
  password: secret('The password that belongs to `username`.').optional(),
  apikey: secret('An API key, encoded as Elasticsearch gives it; not used beside user name and password.').optional(),
  flattenfields: z.boolean().default(false).describe('Replaces the dots in the names of fields by underscores.'),
  createindextemplate: z
    .boolean()
    .default(false)
    .describe('Creates the index template `falco` unless there is one, and implies `flattenfields`.'),
  numberofshards: z.int().min(1).default(3).describe('How many primary shards the index template gives an index.'),
  numberofreplicas: z.int().min(0).default(3).describe('How many replicas of each shard the index template asks for.'),
  enablecompression: z.boolean().default(false).describe('Compresses requests with gzip.'),
  batching: z
    .strictObject({
      enabled: z.boolean().default(true).describe('Sends waiting alerts together, through the bulk API.'),
      batchsize: byteSize('The most bytes of alerts in one request.', 5_242_880),
      flushinterval: duration('How long an alert may wait for others to go with it.', '1s'),
    })
    .prefault({}),
});

export type ElasticsearchOptions = z.output<typeof elasticsearchOptions>;
