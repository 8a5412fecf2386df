import { z } from 'zod';
import type { Alert } from '#alert/alert.ts';
import { textFields } from '#alert/fields.ts';
import { unixMilliseconds } from '#alert/time.ts';
import { url } from '#kit/url.ts';
import { alertLink } from './alert-link.ts';
import { authorization } from './authorization.ts';
import { defineHttpOutput } from './define.ts';
import { answerOf, MisconfiguredError } from './errors.ts';
import { httpUrl, secret } from './options.ts';
import type { Installation } from './output.ts';
import { shortenToBytes } from './shorten-to-bytes.ts';

/** See https://grafana.com/docs/grafana/latest/developers/http_api/annotations/#create-annotation. */
export const grafana = defineHttpOutput({
  id: 'grafana',
  about: {
    title: 'Grafana',
    category: 'incident',
    website: 'https://grafana.com/oss/grafana/',
    summary: 'writes alerts as annotations into Grafana',
    setup:
      'Create a service account with the permission `annotations:create`, add a token to it, and show the annotations in a dashboard by a query for the tag `falco`.',
    fixes: [
      'HTML in an alert is escaped: Grafana shows the text of an annotation as HTML, so that an attacker could put a link or a picture into it.',
      'Tags that together exceed the 500 bytes that Grafana takes unless configured otherwise are left out, `falco` and the priority first to stay. Upstream has the annotation refused. With `allfieldsastags`, they stand in the order of the fields; upstream leaves that to chance.',
      'Without an `apikey` the configuration is refused. Upstream starts, and fails at every alert.',
      'The API key appears in no log and no error.',
    ],
  },
  options: z.strictObject({
    hostport: httpUrl('The URL of Grafana.'),
    apikey: secret('The token of a service account.'),
    dashboardid: z.int().min(0).default(0).describe('The id of a dashboard to annotate; 0 annotates them all.'),
    panelid: z.int().min(0).default(0).describe('The id of a panel of that dashboard; 0 annotates all of it.'),
    allfieldsastags: z
      .boolean()
      .default(false)
      .describe('Whether the values of all fields and the tags of the alert become tags of the annotation.'),
  }),
  examples: {
    minimal: { hostport: 'https://grafana.example.com', apikey: 'glsa_swordfish' },
    'one panel, everything as tags': {
      hostport: 'https://grafana.example.com',
      apikey: 'glsa_swordfish',
      dashboardid: 1,
      panelid: 2,
      allfieldsastags: true,
    },
  },
  request: (alert, { hostport, apikey, dashboardid, panelid, allfieldsastags }, installation) => ({
    url: url`${hostport}/api/annotations`,
    headers: { 'Content-Type': 'application/json', Authorization: authorization('Bearer', apikey) },
    body: {
      json: {
        dashboardId: dashboardid || undefined,
        panelId: panelid || undefined,
        time: unixMilliseconds(alert.time),
        timeEnd: unixMilliseconds(alert.time),
        tags: tags(alert, allfieldsastags),
        text: text(alert, installation),
      },
    },
  }),
  check(response) {
    if (/"id"\s*:|"message"\s*:\s*"Annotation added"/.test(response.text)) return;
    throw new MisconfiguredError('The answer is not one of Grafana: check the option hostport', answerOf(response));
  },
});

/** `tags_length` of Grafana's configuration, counted as the JSON of the list. */
const maxTagsBytes = 500;
/** What the columns for a tag hold. */
const maxTagBytes = 100;

function tags(alert: Alert, isFull: boolean): string[] {
  const { priority, rule, source, hostname } = alert;
  const usual = ['falco', priority, rule, source, ...(hostname === '' ? [] : [hostname])];
  const more = isFull ? [...textFields(alert).map(([, value]) => value), ...alert.tags] : [];
  const fitting: string[] = [];
  let left = maxTagsBytes - '[]'.length;
  for (const tag of [...usual, ...more].map((value) => shortenToBytes(value, maxTagBytes))) {
    left -= Buffer.byteLength(tag) + '"",'.length;
    if (left < 0) break;
    fitting.push(tag);
  }
  return fitting;
}

/** The database column holds 65,535 bytes with MySQL. */
const maxTextBytes = 60_000;

function text(alert: Alert, installation: Installation): string {
  const whole = escapeHtml(alert.output);
  const kept = escapeHtml(shortenToBytes(alert.output, maxTextBytes / longestEntity));
  const link = alertLink(alert, installation);
  if (Buffer.byteLength(whole) <= maxTextBytes) return whole;
  return link === undefined ? kept : `${kept}\n${escapeHtml(link)}`;
}

const longestEntity = '&amp;'.length;

function escapeHtml(plain: string): string {
  return plain.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
