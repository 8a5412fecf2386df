import { z } from 'zod';
import type { Alert } from '#alert/alert.ts';
import { stringFields } from '#alert/fields.ts';
import type { Priority } from '#alert/priority.ts';
import { alertLink } from './alert-link.ts';
import { renderAlert } from './alert-template.ts';
import { iconOr } from './chat-icon.ts';
import { chatOptions } from './chat-options.ts';
import { secretUrl } from './options.ts';
import type { Installation } from './output.ts';
import { shorten } from './shorten.ts';
import { fitted, rowsOf, type Place, type Room, type ShownAlert } from './shown-alert.ts';

/** The options of chats that take Slack's older attachments. */
export const attachmentOptions = {
  webhookurl: secretUrl('The URL of the incoming webhook.'),
  ...chatOptions,
  username: z.string().default('Falcosidekick').describe('The name that a message is posted under.'),
};

type Options = z.output<z.ZodObject<typeof attachmentOptions>>;

/** How a service differs from the others. */
export interface AttachmentStyle {
  /** The fields in the order in which they are shown. */
  readonly order: readonly Place[];
  readonly footer?: string | undefined;
  readonly most: Room;
  readonly maxMessageLength: number;
  readonly maxAttachmentBytes: number;
  readonly escape: (text: string) => string;
  /** For what is shown as it is, such as notifications on a telephone. */
  readonly plain: (text: string) => string;
}

/** The line above the attachment, and who it is from. */
export function messageHead(alert: Alert, options: Options, { escape, maxMessageLength }: AttachmentStyle) {
  const { messageformat, username, icon } = options;
  const text = messageformat ? shorten(renderAlert(messageformat, alert, escape), maxMessageLength) : '';
  return { text: text || undefined, username: username || undefined, icon_url: iconOr(icon) };
}

export function attachment(
  alert: Alert,
  { outputformat }: Options,
  style: AttachmentStyle,
  installation: Installation,
) {
  const { most, escape, plain } = style;
  const link = alertLink(alert, installation);
  const showsFields = outputformat !== 'text';
  return fitted({
    alert,
    fields: stringFields(alert),
    most,
    render: (shown) => ({
      fallback: plain(shown.output),
      color: colors[alert.priority],
      text: outputformat === 'fields' ? undefined : escape(shown.output) || undefined,
      fields: showsFields ? style.order.flatMap((place) => fieldsOf(place, shown, style)) : null,
      footer: showsFields ? style.footer : undefined,
      ...(link !== undefined && { title: 'Open the alert', title_link: link }),
    }),
    fits: (rendered) => Buffer.byteLength(JSON.stringify(rendered)) <= style.maxAttachmentBytes,
  });
}

const colors: Readonly<Record<Priority, string>> = {
  Emergency: '#e20b0b',
  Alert: '#ff5400',
  Critical: '#ff5400',
  Error: '#e20b0b',
  Warning: '#ffc700',
  Notice: '#5bffb5',
  Informational: '#68c2ff',
  Debug: '#ccfff2',
};

/** Longer values get a line of their own. */
const shortValueLength = 36;

function fieldsOf(place: Place, shown: ShownAlert, { escape }: AttachmentStyle) {
  return rowsOf(shown, [place]).map(([title, value]) => ({
    title: escape(title),
    value: escape(value),
    short: place === 'fields' ? isShort(value) : place !== 'time',
  }));
}

/** Counted in code points, as Go counts runes. */
function isShort(value: string): boolean {
  return value.length < 2 * shortValueLength && Array.from(value).length < shortValueLength;
}
