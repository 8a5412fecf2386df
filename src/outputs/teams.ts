import { z } from 'zod';
import type { Alert } from '#alert/alert.ts';
import { stringFields } from '#alert/fields.ts';
import { url } from '#kit/url.ts';
import { alertLink } from './alert-link.ts';
import { defaultIcon } from './chat-icon.ts';
import { chatFixes } from './chat-options.ts';
import { defineHttpOutput } from './define.ts';
import { secretUrl } from './options.ts';
import type { Installation } from './output.ts';
import { fitted, jsonBytes, type ShownAlert } from './shown-alert.ts';
import { adaptiveCard } from './teams-adaptive-card.ts';
import { checkTeamsAnswer, explainTeamsRefusal, isWorkflow } from './teams-answer.ts';
import { messageCard } from './teams-message-card.ts';

const exampleConnector = 'https://example.webhook.office.com/webhookb2/11d3a2d4@5b0e/IncomingWebhook/f4c8/9f1c';
const exampleWorkflow =
  'https://default5b0e.47.environment.api.powerplatform.com:443/powerautomate/automations/direct/workflows/6c2d/triggers/manual/paths/invoke?api-version=1&sig=XXXX';

const options = z.strictObject({
  webhookurl: secretUrl('The URL of the Workflows webhook, or of an older connector.'),
  activityimage: z.string().default(defaultIcon).describe('The URL of the picture beside a message; empty for none.'),
  outputformat: z
    .enum(['all', 'text', 'facts'])
    .default('all')
    .describe("What a message shows: the alert's text, its fields, or all of it."),
  cardformat: z
    .enum(['auto', 'messagecard', 'adaptive'])
    .default('auto')
    .describe('The kind of card: `adaptive` for Workflows, `messagecard` for connectors; `auto` tells by the URL.'),
});

type Options = z.output<typeof options>;

/**
 * Connectors take the older message card, Workflows an Adaptive Card; Microsoft closes the former. See
 * https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using.
 */
export const teams = defineHttpOutput({
  id: 'teams',
  about: {
    title: 'Microsoft Teams',
    category: 'chat',
    website: 'https://www.microsoft.com/microsoft-teams',
    summary: 'posts alerts to a channel or chat of Microsoft Teams',
    setup:
      'In Teams, open the **Workflows** of the channel, choose **Send webhook alerts to a channel** and copy the URL. The URL of a connector (`webhook.office.com`) works as long as Microsoft keeps connectors.',
    fixes: [
      'A webhook of Workflows gets an Adaptive Card, since it takes nothing else. Upstream sends every webhook the older message card, which only connectors understand.',
      'A connector answers 200 to what it refuses. Only the answer `1` is a success; for a message that Teams throttled there is another attempt, one that is too large is a dead letter.',
      'A message over 16 kB is cut, and marked with `[...]`. Microsoft documents 28 KB, but counts them otherwise.',
      'The texts of an alert are escaped, so that they hide no link and mention nobody.',
      'An alert without text has its rule as the summary, without which a connector refuses the card.',
      ...chatFixes,
    ],
  },
  options,
  examples: {
    minimal: { webhookurl: exampleConnector },
    Workflows: { webhookurl: exampleWorkflow },
    'Workflows, only the text': { webhookurl: exampleWorkflow, outputformat: 'text', activityimage: '' },
    'only facts, behind a proxy': {
      webhookurl: 'https://gateway.example.com/teams/XXXX',
      outputformat: 'facts',
      cardformat: 'messagecard',
      activityimage: '',
    },
    'only facts, to Workflows behind a proxy': {
      webhookurl: 'https://gateway.example.com/teams/XXXX',
      outputformat: 'facts',
      cardformat: 'adaptive',
    },
  },
  pace: { messages: 4, perMs: 1000 },
  request: (alert, settings, installation) => ({
    url: url`${settings.webhookurl}`,
    body: {
      json: fitted({
        alert,
        fields: stringFields(alert),
        most: { output: 6000, value: 2000, fields: 100 },
        render: (shown) => card(alert, shown, settings, installation),
        fits: (rendered) => jsonBytes(rendered) <= maxBytes,
      }),
    },
  }),
  check: (response, _alerts, settings) => {
    checkTeamsAnswer(response, settings.webhookurl);
  },
  explain: explainTeamsRefusal,
});

/**
 * 28 KB are documented, but cards from 18 kB on have been refused with 413, since the service counts text as UTF-16. See
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages.
 */
const maxBytes = 16_000;

function card(
  alert: Alert,
  shown: ShownAlert,
  { webhookurl, cardformat, ...look }: Options,
  installation: Installation,
) {
  const isAdaptive = cardformat === 'adaptive' || (cardformat === 'auto' && isWorkflow(webhookurl));
  const link = alertLink(alert, installation);
  return isAdaptive ? adaptiveCard(shown, look, link) : messageCard(shown, look, link);
}
