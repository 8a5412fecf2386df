import { html, raw } from 'hono/html';
import { docsStyle } from './docs-style.ts';
import { parametersOf, schemaOf } from './openapi-document.ts';
import type { Operation, OperationGroup } from './operation.ts';

/** The API for people to read. Runs no script. */
export function docsPage(groups: readonly OperationGroup[], version: string, basePath: string, nonce: string) {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>API · Tiercel</title>
        <style nonce="${nonce}">
          ${raw(docsStyle)}
        </style>
      </head>
      <body>
        <main>
          <h1>Tiercel API <small class="soft">${version}</small></h1>
          <p>
            Everything is below <code>${basePath}api/v1</code>. Send <code>Authorization: Bearer TOKEN</code> with an
            API token, made under Settings or with <code>console.token</code>. Times are milliseconds since 1970. Every
            answer of 400 and above is <code>{"error": "…"}</code>, what is wrong and what to do. For programs:
            <a href="${basePath}api/docs/openapi.json">openapi.json</a>.
          </p>
          <nav aria-label="Parts">${groups.map(({ title }) => html`<a href="#${anchorOf(title)}">${title}</a>`)}</nav>
          ${groups.map(section)}
        </main>
      </body>
    </html>`;
}

function section({ title, summary, operations }: OperationGroup) {
  return html`<section>
    <h2 id="${anchorOf(title)}">${title}</h2>
    <p class="soft">${prose(summary)}</p>
    ${operations.map(entry)}
  </section>`;
}

function entry(operation: Operation) {
  const { method, path, summary, role, body, answer, contentType } = operation;
  return html`<details>
    <summary><b>${method.toUpperCase()}</b><code>${path}</code> ${summary}<span>${role}</span></summary>
    ${parameters(operation)} ${body ? schema('Body', schemaOf(body, 'input')) : ''}
    ${answer ? schema('Answer', schemaOf(answer, 'output')) : html`<p class="soft">Answers ${contentType}.</p>`}
  </details>`;
}

function parameters(operation: Operation) {
  const all = parametersOf(operation);
  if (all.length === 0) return '';
  const rows = all.map(
    ({ name, required, description = '', schema: { type, enum: choices, default: fallback } }) =>
      html`<tr>
        <th scope="row"><code>${name}</code></th>
        <td>${choices ? choices.join(', ') : [type ?? ''].flat().join(' or ')}</td>
        <td>${required ? 'needed' : ''}${fallback === undefined ? '' : `default ${JSON.stringify(fallback)}`}</td>
        <td class="soft">${prose(description)}</td>
      </tr>`,
  );
  return html`<h3>Parameters</h3>
    <table>
      <tbody>
        ${rows}
      </tbody>
    </table>`;
}

function schema(title: string, value: object) {
  return html`<h3>${title}</h3>
    <pre tabindex="0">${JSON.stringify(value, undefined, 2)}</pre>`;
}

/** Backticks are code. */
function prose(text: string) {
  return text.split('`').map((part, index) => (index % 2 === 0 ? part : html`<code>${part}</code>`));
}

function anchorOf(title: string): string {
  return title.toLowerCase().replace(/[^a-z]+/g, '-');
}
