import type { Alert } from '#alert/alert.ts';
import { alertSummary } from './alert-summary.ts';
import { shortenJson } from './shorten-json.ts';

export type JiraEdition = 'cloud' | 'datacenter';

/** A description or a comment takes 32,767 characters, its markup included. */
const maxLength = 32_000;

/**
 * An alert as a block that Jira shows as it is: for the Cloud in the Atlassian Document Format, see
 * https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/, for Data Center in its wiki markup.
 */
export function jiraText(alert: Alert, edition: JiraEdition, link?: string): unknown {
  return edition === 'cloud' ? documentOf(alert, link) : wikiText(alert, link);
}

function documentOf(alert: Alert, link: string | undefined) {
  const room = maxLength - 2 * (link?.length ?? 0) - frameLength;
  const text = shortenJson(alertSummary(alert, room), room);
  const marks = [{ type: 'link', attrs: { href: link } }];
  const reference = { type: 'paragraph', content: [{ type: 'text', text: link, marks }] };
  return {
    type: 'doc',
    version: 1,
    content: [{ type: 'codeBlock', content: [{ type: 'text', text }] }, ...(link === undefined ? [] : [reference])],
  };
}

/** What the document has besides its texts. */
const frameLength = 300;

/** An alert that closes the block itself could go on in markup: an invisible character keeps it text. */
function wikiText(alert: Alert, link: string | undefined): string {
  const end = link === undefined ? '' : `\n${link}`;
  const text = alertSummary(alert, maxWikiLength - end.length).replaceAll(/\{(?=noformat)/gi, '{\u200b');
  return `{noformat}\n${text}\n{noformat}${end}`;
}

/** With room for those characters. */
const maxWikiLength = 28_000;
