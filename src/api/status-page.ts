import { html, raw } from 'hono/html';
import type { OutputLedger, JournalStats } from '#journal/journal.ts';
import type { OutputHealth } from '#delivery/health.ts';
import { statusStyle } from './status-style.ts';

/** What the page shows. */
export interface StatusView {
  readonly version: string;
  readonly startedAtMs: number;
  readonly nowMs: number;
  readonly receivedAlerts: number;
  readonly journal: JournalStats;
  readonly outputs: readonly { readonly health: OutputHealth; readonly ledger: OutputLedger | undefined }[];
}

export interface StatusPageOptions {
  /** An error may quote what the other side answered, and so an alert: not for everybody. */
  readonly showsErrors: boolean;
}

/** The plain page on the console's port where the console is not built. Reloads itself, runs no script. */
export function statusPage(view: StatusView, { showsErrors }: StatusPageOptions) {
  const { journal } = view;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="refresh" content="5" />
        <title>Tiercel</title>
        <style>
          ${raw(statusStyle)}
        </style>
      </head>
      <body>
        <main>
          <h1>Tiercel <small>${view.version}</small></h1>
          ${
            journal.trouble
              ? html`<p class="trouble" role="alert">
                  The journal cannot write: ${journal.trouble}. Answers are delayed.
                </p>`
              : ''
          }
          ${journal.quarantined.map((file) => html`<p class="trouble">A damaged journal was set aside: ${file}</p>`)}
          <dl>
            ${figure('Received since start', count(view.receivedAlerts))} ${figure('Kept', count(journal.alerts))}
            ${figure('On disk', bytes(journal.bytes))} ${figure('Oldest kept', age(journal.oldestAtMs, view.nowMs))}
            ${figure('Running for', age(view.startedAtMs, view.nowMs))}
          </dl>
          <table>
            <caption>
              Outputs
            </caption>
            <thead>
              <tr>
                <th scope="col">Output</th>
                <th scope="col">State</th>
                <th scope="col" class="number">Delivered</th>
                <th scope="col" class="number">Waiting</th>
                <th scope="col" class="number">Oldest waiting</th>
                <th scope="col" class="number">Dead letters</th>
                <th scope="col" class="number">Suppressed</th>
                ${showsErrors ? html`<th scope="col">Last error</th>` : ''}
              </tr>
            </thead>
            <tbody>
              ${view.outputs.map(({ health, ledger }) => row(health, ledger, view.nowMs, showsErrors))}
            </tbody>
          </table>
          <p class="hint">
            The console is not built: <code>npm run build</code> makes it, and the next start serves it here.
          </p>
          <p class="hint">
            Follow alerts with <code>tiercel tail</code>, ask what became of one with
            <code>tiercel explain &lt;id&gt;</code>, look at refusals with <code>tiercel dead-letters</code>. Metrics
            are at <code>/metrics</code> of the port Falco posts to.
          </p>
        </main>
      </body>
    </html>`;
}

function figure(label: string, value: string) {
  return html`<div>
    <dt>${label}</dt>
    <dd>${value}</dd>
  </div>`;
}

function row(health: OutputHealth, ledger: OutputLedger | undefined, nowMs: number, showsErrors: boolean) {
  const error = health.state === 'healthy' ? '' : (health.lastError?.message ?? '');
  return html`<tr>
    <th scope="row">${health.name}${health.name === health.type ? '' : html` <small>${health.type}</small>`}</th>
    <td><span class="state ${health.state}">${health.state}</span></td>
    <td class="number">${count(ledger?.delivered ?? 0)}</td>
    <td class="number">${count(ledger?.owed ?? 0)}</td>
    <td class="number">${age(ledger?.oldestOwedAtMs, nowMs)}</td>
    <td class="number">${count(ledger?.dead ?? 0)}</td>
    <td class="number">${count(ledger?.suppressed ?? 0)}</td>
    ${showsErrors ? html`<td class="error">${error}</td>` : ''}
  </tr>`;
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}

function bytes(value: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = Math.min(Math.floor(Math.log2(Math.max(value, 1)) / 10), units.length - 1);
  return `${(value / 1024 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}

function age(sinceMs: number | undefined, nowMs: number): string {
  if (sinceMs === undefined) return '–';
  const seconds = Math.max(0, Math.round((nowMs - sinceMs) / 1000));
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} d`;
}
