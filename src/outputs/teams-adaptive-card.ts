import { isAtLeast, type Priority } from '#alert/priority.ts';
import { rowsOf, type ShownAlert } from './shown-alert.ts';
import { factOrder, type TeamsLook } from './teams-message-card.ts';

interface TextRun {
  readonly type: 'TextRun';
  readonly text: string;
  readonly weight?: 'Bolder';
  readonly isSubtle?: boolean;
  readonly size?: 'Medium';
}

/**
 * The card of Workflows. Whatever comes from an alert stands in a text run, where Teams reads neither Markdown nor
 * mentions. See https://adaptivecards.io/explorer/TextRun.html.
 */
export function adaptiveCard(alert: ShownAlert, { outputformat, activityimage }: TeamsLook, link: string | undefined) {
  const { priority, rule, time, output } = alert;
  const content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    msteams: { width: 'Full' },
    body: [
      {
        type: 'Container',
        style: styleOf(priority),
        bleed: true,
        items: [
          ...(activityimage === '' ? [] : [{ type: 'Image', url: activityimage, size: 'Small', altText: 'Falco' }]),
          block({ type: 'TextRun', text: `${priority}: ${rule}`, weight: 'Bolder', size: 'Medium' }),
          block({ type: 'TextRun', text: time, isSubtle: true }),
        ],
      },
      ...(outputformat === 'facts' || output === '' ? [] : [block({ type: 'TextRun', text: output })]),
      ...(outputformat === 'text' ? [] : facts(alert)),
    ],
    actions: link && [{ type: 'Action.OpenUrl', title: 'Open the alert', url: link }],
  };
  const contentType = 'application/vnd.microsoft.card.adaptive';
  return { type: 'message', attachments: [{ contentType, contentUrl: null, content }] };
}

function block(...inlines: readonly TextRun[]) {
  return { type: 'RichTextBlock', inlines };
}

function facts(alert: ShownAlert) {
  return rowsOf(alert, factOrder).map(([name, value]) => ({
    ...block({ type: 'TextRun', text: `${name}: `, weight: 'Bolder' }, { type: 'TextRun', text: value }),
    spacing: 'Small',
  }));
}

/** See https://adaptivecards.io/explorer/Container.html. */
function styleOf(priority: Priority): 'accent' | 'attention' | 'emphasis' | 'warning' {
  if (isAtLeast(priority, 'Error')) return 'attention';
  if (isAtLeast(priority, 'Warning')) return 'warning';
  return isAtLeast(priority, 'Informational') ? 'accent' : 'emphasis';
}
