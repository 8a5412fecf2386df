import { z } from 'zod';
import { url } from '#kit/url.ts';
import { authorization } from './authorization.ts';
import { defineHttpOutput } from './define.ts';
import { answerOf, MisconfiguredError } from './errors.ts';
import { opsgenieAlert } from './opsgenie-alert.ts';
import { secret, template } from './options.ts';

/** The Alert API: an alert is created, or counted with the open one of the same alias. See https://docs.opsgenie.com/docs/alert-api. */
export const opsgenie = defineHttpOutput({
  id: 'opsgenie',
  about: {
    title: 'Opsgenie',
    category: 'incident',
    website: 'https://www.atlassian.com/software/opsgenie',
    summary: 'creates alerts in Opsgenie',
    setup:
      'Add an integration **API** to a team in Opsgenie, permit it to create alerts, and copy its API key. Atlassian shuts Opsgenie down on April 5, 2027.',
    fixes: [
      'A message over 130 characters is cut and marked with `[...]`; the description holds the whole of it then. Upstream has it refused, which is what becomes of most alerts of Falco. Details that are too long are cut, too.',
      'Each alert has its `uuid` as alias, so that one that is sent again is not created twice. Group alerts with `alias`.',
      'HTML in an alert stays text: an invisible character behind `<` keeps Opsgenie from showing it as markup.',
      'An answer that is not one of Opsgenie is a failure, and the API key appears in no log and no error.',
    ],
  },
  options: z.strictObject({
    apikey: secret('The API key of an integration.'),
    region: z
      .enum(['us', 'eu', 'US', 'EU'])
      .default('us')
      .describe('The service region of the account, American or European.'),
    alias: template(
      'A Go template for the alias by which Opsgenie counts alerts as one, such as ' +
        '`{{ .Rule }} {{ index .OutputFields "k8s.ns.name" }}`; the `uuid` of the alert unless set, which groups none. An alert ' +
        'that lacks a field of the template keeps its `uuid`.',
    ),
  }),
  examples: {
    minimal: { apikey: 'eb243592-swordfish' },
    'European, one alert for a rule on a host': {
      apikey: 'eb243592-swordfish',
      region: 'eu',
      alias: '{{ .Rule }} on {{ .Hostname }}',
    },
  },
  request: (alert, { apikey, region, alias }, installation) => ({
    url: url`${region.toLowerCase() === 'eu' ? 'https://api.eu.opsgenie.com' : 'https://api.opsgenie.com'}/v2/alerts`,
    headers: { Authorization: authorization('GenieKey', apikey) },
    body: { json: opsgenieAlert(alert, alias, installation) },
  }),
  check(response) {
    if (/"(?:requestId|result)"/.test(response.text)) return;
    throw new MisconfiguredError('The answer is not one of Opsgenie: check what stands between', answerOf(response));
  },
  explain: (error) =>
    error.status === 422 && /key format|apiKey/i.test(error.answer ?? '')
      ? new MisconfiguredError('Opsgenie does not take the API key: check the options apikey and region', error)
      : error,
});
