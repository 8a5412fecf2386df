import { z } from 'zod';
import { url } from '#kit/url.ts';
import { alertLink } from './alert-link.ts';
import { defineHttpOutput } from './define.ts';
import { secretUrl } from './options.ts';

/**
 * The integration "Formatted webhook", which groups by `alert_uid`.
 * See https://grafana.com/docs/oncall/latest/configure/integrations/references/webhook/.
 */
export const grafanaoncall = defineHttpOutput({
  id: 'grafanaoncall',
  about: {
    title: 'Grafana OnCall',
    category: 'incident',
    website: 'https://grafana.com/docs/oncall/latest/',
    summary: 'raises alerts in Grafana OnCall or Grafana Cloud IRM',
    setup:
      'Add the integration **Formatted webhook** and copy its URL. It takes 300 alerts in five minutes; more wait for their turn here.',
    fixes: [
      'An alert has a link to its page in the console, where `console.url` is set.',
      'Successes and failures are counted as those of this output. Upstream counts them as those of Grafana.',
      'The URL of the webhook appears in no log and no error.',
    ],
  },
  options: z.strictObject({
    webhookurl: secretUrl('The URL of the integration.'),
  }),
  examples: {
    minimal: { webhookurl: 'https://oncall.example.com/integrations/v1/formatted_webhook/swordfish/' },
  },
  request: (alert, { webhookurl }, installation) => ({
    url: url`${webhookurl}`,
    headers: { 'Content-Type': 'application/json' },
    body: {
      json: {
        alert_uid: alert.uuid,
        state: 'alerting',
        title: `[${alert.priority}] ${alert.rule}`,
        message: alert.output,
        link_to_upstream_details: alertLink(alert, installation),
      },
    },
  }),
});
