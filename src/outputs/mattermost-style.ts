import type { AttachmentStyle } from './chat-attachment.ts';
import { inert } from './inert-text.ts';
import { escapeMarkdown } from './markdown.ts';

/** The order of Falcosidekick's fields, and how much a post holds. */
export const mattermostStyle: AttachmentStyle = {
  order: ['rule', 'hostname', 'priority', 'source', 'tags', 'fields', 'time'],
  most: { output: 8000, value: 2000, fields: 100 },
  maxMessageLength: 16_383,
  maxAttachmentBytes: 700_000,
  escape: escapeMarkdown,
  plain: inert,
};
