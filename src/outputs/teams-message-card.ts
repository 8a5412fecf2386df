import type { Priority } from '#alert/priority.ts';
import { escapeMarkdown as escape } from './markdown.ts';
import { inert } from './inert-text.ts';
import { rowsOf, type Place, type ShownAlert } from './shown-alert.ts';

export interface TeamsLook {
  readonly outputformat: 'all' | 'text' | 'facts';
  readonly activityimage: string;
}

export const factOrder: readonly Place[] = ['rule', 'priority', 'source', 'hostname', 'fields', 'tags'];

/** The card of connectors, see https://learn.microsoft.com/outlook/actionable-messages/message-card-reference. */
export function messageCard(alert: ShownAlert, { outputformat, activityimage }: TeamsLook, link: string | undefined) {
  const { time, output, rule, priority } = alert;
  return {
    '@type': 'MessageCard',
    summary: inert(output || rule) || 'Falco',
    themeColor: colors[priority],
    sections: [
      {
        activityTitle: 'Falcosidekick',
        activitySubtitle: time,
        activityImage: activityimage || undefined,
        text: outputformat === 'facts' ? '' : escape(output),
        facts: outputformat === 'text' ? undefined : facts(alert),
      },
    ],
    potentialAction: link && [{ '@type': 'OpenUri', name: 'Open the alert', targets: [{ os: 'default', uri: link }] }],
  };
}

function facts(alert: ShownAlert) {
  return rowsOf(alert, factOrder).map(([name, value]) => ({ name: escape(name), value: escape(value) }));
}

const colors: Readonly<Record<Priority, string>> = {
  Emergency: 'e20b0b',
  Alert: 'ff5400',
  Critical: 'ff9000',
  Error: 'ffc700',
  Warning: 'ffff00',
  Notice: '5bffb5',
  Informational: '68c2ff',
  Debug: 'ccfff2',
};
