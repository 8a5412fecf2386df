import { z } from 'zod';
import { url } from '#kit/url.ts';
import { alertLink } from './alert-link.ts';
import { defineHttpOutput } from './define.ts';
import { MisconfiguredError } from './errors.ts';
import { secret, template } from './options.ts';
import { pagerdutyEvent } from './pagerduty-event.ts';
import { secretJson } from './secret-body.ts';

/**
 * The Events API v2: an event triggers an alert, or joins the open one with the same key.
 * See https://developer.pagerduty.com/docs/events-api-v2-overview.
 */
export const pagerduty = defineHttpOutput({
  id: 'pagerduty',
  about: {
    title: 'PagerDuty',
    category: 'incident',
    website: 'https://www.pagerduty.com',
    summary: 'triggers alerts in PagerDuty',
    setup:
      'Add the integration **Events API V2** to a service of PagerDuty and copy its integration key. PagerDuty takes events with a key that it does not know, too, and drops them: try with `tiercel outputs test pagerduty` that one arrives.',
    fixes: [
      'Alerts go to the European service region with `region: eu`. Upstream reads the option, and sends to the American one.',
      'The severity follows the priority: critical for Critical and above, error, warning, and info for what is below. Upstream says critical of every alert.',
      'The details hold rule, priority, source and tags besides the fields. Upstream collects them and throws them away.',
      'Each alert has its `uuid` as `dedup_key`, so that one that is sent again is not triggered twice. Group alerts with `dedupkey`.',
      'A summary over 1,024 characters, and details that would exceed the 512 KB of an event, are cut and marked with `[...]`.',
      '`checkcert`, `mutualtls` and `maxconcurrentrequests` have an effect; any answer 2xx is a success. Upstream ignores the options, and takes only 202 for one.',
    ],
  },
  options: z.strictObject({
    routingkey: secret('The integration key of a service, or of an orchestration.'),
    region: z
      .enum(['us', 'eu', 'US', 'EU'])
      .default('us')
      .describe('The service region of the account, American or European.'),
    dedupkey: template(
      'A Go template for the key by which PagerDuty groups alerts into one, such as ' +
        '`{{ .Rule }} {{ index .OutputFields "k8s.ns.name" }}`; the `uuid` of the alert unless set, which groups none. An alert that lacks a field of the template keeps its `uuid`.',
    ),
  }),
  examples: {
    minimal: { routingkey: 'R00TINGKEYswordfish0000000000000' },
    'European, one alert for a rule on a host': {
      routingkey: 'R00TINGKEYswordfish0000000000000',
      region: 'eu',
      dedupkey: '{{ .Rule }} on {{ .Hostname }}',
    },
  },
  request: (alert, { routingkey, region, dedupkey }, installation) => ({
    url: url`${`https://events.${region.toLowerCase() === 'eu' ? 'eu.' : ''}pagerduty.com`}/v2/enqueue`,
    body: secretJson({ routing_key: routingkey }, pagerdutyEvent(alert, dedupkey, alertLink(alert, installation))),
  }),
  explain: (error) =>
    error.status === 400 && /routing_key/.test(error.answer ?? '')
      ? new MisconfiguredError('PagerDuty does not take the integration key: check the option routingkey', error)
      : error,
});
