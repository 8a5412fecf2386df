import { z } from 'zod';
import { defaultIcon } from './chat-icon.ts';
import { template } from './options.ts';

/** Options that several chats have, under Falcosidekick's names. */
export const chatOptions = {
  icon: z.string().default(defaultIcon).describe('The URL of the picture beside a message.'),
  outputformat: z
    .enum(['all', 'text', 'fields'])
    .default('all')
    .describe("What a message shows: the alert's text, its fields, or all of it."),
  messageformat: template(
    'A Go template for a line above the alert, such as `{{ .Rule }} by {{ index .OutputFields "user.name" }}`.',
  ),
};

/** Where every chat differs from Falcosidekick. */
export const chatFixes = [
  'Where `console.url` is set, a message links to the alert in the console.',
  'The URL of the webhook appears in no log and no error.',
];

/** Where every chat with a `messageformat` does. */
export const messageformatFixes = [
  'A `messageformat` that cannot be parsed is a configuration error with line and column. Upstream logs it and does without.',
];
