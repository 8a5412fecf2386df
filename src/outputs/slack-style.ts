import type { AttachmentStyle } from './chat-attachment.ts';

/** The order of Falcosidekick's fields, and how much of each Slack shows. */
export const slackStyle: AttachmentStyle = {
  order: ['rule', 'priority', 'source', 'hostname', 'tags', 'fields', 'time'],
  most: { output: 8000, value: 2000, fields: 100 },
  maxMessageLength: 40_000,
  maxAttachmentBytes: 500_000,
  escape,
  plain: escape,
};

/** See https://docs.slack.dev/messaging/formatting-message-text#escaping. */
function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
