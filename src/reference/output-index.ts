import type { About, Output } from '#outputs/output.ts';
import { page, table } from './markdown.ts';

type Category = About['category'];

const headings: Readonly<Record<Category, string>> = {
  chat: 'Chat',
  email: 'Mail',
  incident: 'Incidents',
  log: 'Logs and search',
  metric: 'Metrics',
  queue: 'Queues and streams',
  storage: 'Databases and storage',
  function: 'Functions and automation',
};

/** The list of all outputs, by what they are for. */
export function outputIndex(outputs: readonly Output[]): string {
  return page(
    '# Outputs',
    'An output is on when the options it requires are set. Any number of outputs of a type have names of their own in the list `outputs`.',
    ...Object.entries(headings).map(([category, heading]) => {
      const members = outputs.filter(({ about }) => about.category === category);
      return members.length === 0
        ? undefined
        : `## ${heading}\n\n${table(['Output', 'Type', 'What it does'], members.map(row))}`;
    }),
  );
}

function row({ id, about }: Output): string[] {
  return [`[${about.title}](outputs/${id}.md)`, `\`${id}\``, about.summary];
}
