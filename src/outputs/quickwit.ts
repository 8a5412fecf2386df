import type { Alert } from '#alert/alert.ts';
import { defineHttpOutput } from './define.ts';
import { MisconfiguredError } from './errors.ts';
import { checkIngested } from './quickwit-answer.ts';
import { ensureIndex } from './quickwit-index.ts';
import { apiUrl, quickwitOptions } from './quickwit-options.ts';

/**
 * Quickwit takes requests of up to 10 MB, and knows no id of a document.
 * See https://quickwit.io/docs/reference/rest-api#ingest-data-into-an-index.
 */
export const quickwit = defineHttpOutput({
  id: 'quickwit',
  about: {
    title: 'Quickwit',
    category: 'log',
    website: 'https://quickwit.io',
    summary: 'indexes alerts in Quickwit',
    setup:
      'Create an index whose timestamp field is `time`, or set `autocreateindex`. An alert that is sent again after a lost answer is stored twice, with the same `uuid`: Quickwit knows no id of a document. Its ingest API before version 0.9 maps documents after it has answered: what does not fit the index is only found in the log of Quickwit.',
    fixes: [
      'Waiting alerts go together in one request. One alert alone is sent as upstream sends it.',
      'Documents that Quickwit says it rejected go to the dead letters, with its reason. Upstream counts them as delivered.',
      'Where the index cannot be looked up or created, that is tried again until it is there, and alerts wait. Upstream switches the output off until the next start.',
      'A refusal because of the index or its name holds alerts up and says so, instead of losing them.',
      '`customheaders` are also sent when the index is looked up and created.',
    ],
  },
  options: quickwitOptions,
  examples: {
    minimal: { hostport: 'http://quickwit:7280' },
    'another index, created when it is not there': {
      hostport: 'https://quickwit.example.com',
      apiendpoint: '/search/api/v1/',
      index: 'falco-alerts',
      version: '0.8',
      autocreateindex: true,
    },
  },
  prepare: async (settings, http, signal) => {
    if (settings.autocreateindex) await ensureIndex(settings, http, signal);
  },
  batch: { maxAlerts: 500, maxBytes: 5_000_000 },
  batchRequest: (alerts, settings) => ({
    url: apiUrl(settings, `${encodeURIComponent(settings.index)}/ingest${details(alerts)}`),
    body: { text: alerts.map(({ json }) => `${json}\n`).join('') },
  }),
  check: checkIngested,
  explain(error, { index }) {
    const { status, answer = '' } = error;
    if (status !== 404 && !(status === 400 && /index/i.test(answer))) return error;
    const remedy = 'check apiendpoint and index, or set autocreateindex';
    return new MisconfiguredError(
      `Quickwit does not take alerts for the index "${index}" (${error.message}): ${remedy}`,
      error,
    );
  },
});

/** Says which documents of a batch were rejected; versions that do not know it ignore it. */
function details({ length }: readonly Alert[]): string {
  return length > 1 ? '?detailed_response=true' : '';
}
