import { z } from 'zod';
import { escapeHtml } from '#kit/json-write.ts';
import { url } from '#kit/url.ts';
import { defineHttpOutput } from './define.ts';
import { httpUrl, secret } from './options.ts';
import { spyderbatAlert } from './spyderbat-alert.ts';
import { ensureSource, sourceId, spyderbatHeaders } from './spyderbat-source.ts';

/** See https://docs.spyderbat.com/installation/spyderbat-event-forwarder/falco-integration. */
export const spyderbat = defineHttpOutput({
  id: 'spyderbat',
  about: {
    title: 'Spyderbat',
    category: 'incident',
    website: 'https://www.spyderbat.com',
    summary: 'sends alerts to Spyderbat, where they join the traces of processes',
    setup:
      'Copy the UID of the organisation from the address of the console, and create an API key in your profile. The source that alerts are filed under is registered before the first one.',
    fixes: [
      'Alerts without a numeric `evt.time` or `proc.pid`, which those of plugins are, are sent with the time of the alert and the pid 0. Upstream refuses them.',
      'Where Spyderbat cannot be reached at start, that is tried again. Upstream crashes.',
      'Each alert has its `uuid` as id, so that one that is sent again can be recognised, and its own time as that of the sensor. Upstream takes a random id and the clock.',
      'The message is the whole text of the alert where that does not begin with time and priority. Upstream leaves out its first two words, whatever they are.',
      'The API key appears in no log and no error, and certificates are checked as with any other output.',
    ],
  },
  options: z.strictObject({
    orguid: z.string().min(1).describe('The UID of the organisation.'),
    apikey: secret('An API key of the organisation.').optional(),
    apiurl: httpUrl('The URL of the API.').prefault('https://api.spyderbat.com'),
    source: z.string().default('falcosidekick').describe('The name of the source that alerts are filed under.'),
    sourcedescription: z.string().default('').describe('What the console says about that source.'),
  }),
  examples: {
    minimal: { orguid: 'dEaDbEeF01' },
    'with an API key': { orguid: 'dEaDbEeF01', apikey: 'eyJhbGciOi.swordfish' },
    'a source with a name of its own': {
      orguid: 'dEaDbEeF01',
      apikey: 'eyJhbGciOi.swordfish',
      source: 'production',
      sourcedescription: 'Falco in the clusters of production',
    },
  },
  prepare: ensureSource,
  request: (alert, { apiurl, orguid, apikey }) => ({
    url: url`${apiurl}/api/v1/org/${orguid}/source/${sourceId(orguid)}/data/sb-agent`,
    headers: spyderbatHeaders(apikey),
    body: { text: `${escapeHtml(JSON.stringify(spyderbatAlert(alert)))}\n`, type: 'application/ndjson' },
    gzip: true,
  }),
});
