import { html, raw } from 'hono/html';
import { textFields } from '#alert/fields.ts';
import { humanTime } from '#alert/time.ts';
import type { Explanation, Fate } from '#journal/journal.ts';
import { statusStyle } from './status-style.ts';

/** The page that messages link to: the whole alert, and what became of it at each output. Runs no script. */
export function alertPage({ entry, fates }: Explanation) {
  const { alert, receivedAtMs } = entry;
  const facts: readonly (readonly [label: string, value: string])[] = [
    ['Priority', alert.priority],
    ['Time', humanTime(alert.time)],
    ['Received', new Date(receivedAtMs).toISOString()],
    ['Source', alert.source],
    ['Hostname', alert.hostname],
    ['Tags', alert.tags.join(', ')],
    ['Id', alert.uuid],
  ];
  return page(
    alert.rule,
    html`<p class="text">${alert.output}</p>
      ${rows('Alert', facts)} ${rows('Fields', textFields(alert))} ${rows('Outputs', fates.map(fateRow))}`,
  );
}

/** Instead of the page of an alert. */
export function alertMessagePage(title: string, text: string) {
  return page(title, html`<p class="trouble">${text}</p>`);
}

function page(title: string, content: ReturnType<typeof html>) {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Tiercel</title>
        <style>
          ${raw(statusStyle)}
        </style>
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${content}
        </main>
      </body>
    </html>`;
}

function rows(caption: string, entries: readonly (readonly [label: string, value: string])[]) {
  const told = entries.filter(([, value]) => value !== '');
  if (told.length === 0) return '';
  return html`<table>
    <caption>
      ${caption}
    </caption>
    <tbody>
      ${told.map(
        ([label, value]) =>
          html`<tr>
            <th scope="row">${label}</th>
            <td class="value">${value}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function fateRow(fate: Fate): readonly [label: string, value: string] {
  return [fate.output, [fate.fate, ...details(fate)].join(', ')];
}

function details(fate: Fate): readonly string[] {
  switch (fate.fate) {
    case 'delivered':
      return [new Date(fate.atMs).toISOString(), fate.status === undefined ? 'accepted' : `status ${fate.status}`];
    case 'suppressed':
    case 'dead':
      return [fate.reason];
    case 'retrying':
    case 'waiting':
      return [];
  }
}
