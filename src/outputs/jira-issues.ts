import { z } from 'zod';
import type { Secret } from '#kit/secret.ts';
import { url, type RequestUrl } from '#kit/url.ts';
import { answerJson } from './answer-json.ts';
import { authorization, basicAuthorization } from './authorization.ts';
import type { IssueTracker } from './issue-tracker.ts';
import { jiraText, type JiraEdition } from './jira-text.ts';
import type { Template } from '#template/template.ts';

export interface JiraOptions {
  readonly hostport: string | Secret;
  readonly edition: JiraEdition;
  readonly user: string;
  readonly token: Secret;
  readonly project: string;
  readonly fingerprint: Template | undefined;
  readonly comment: boolean;
}

const issue = z.object({ id: z.string() });
const issues = z.object({ issues: z.array(issue) });

/**
 * Issues by JQL. The search of Jira Cloud lags behind by seconds or minutes, but looks closer at issues whose ids it is given, see
 * https://developer.atlassian.com/cloud/jira/platform/search-and-reconcile.
 */
export const jiraTracker: IssueTracker<JiraOptions> = {
  title: 'Jira',
  find: (fingerprint, options, recent) => ({
    url: searchUrl(options),
    headers: jiraHeaders(options),
    body: {
      json: {
        jql: `project = "${options.project}" AND labels = "${jiraLabel(fingerprint)}" AND statusCategory != Done`,
        fields: ['summary'],
        maxResults: 1,
        ...(options.edition === 'cloud' && recent.length > 0 && { reconcileIssues: recent.map(Number) }),
      },
    },
  }),
  found: (response) => answerJson(response.text, issues)?.issues.map(({ id }) => id),
  comment: (id, alert, options) => ({
    url: url`${options.hostport}/rest/api/${apiVersions[options.edition]}/issue/${id}/comment`,
    headers: jiraHeaders(options),
    body: { json: { body: jiraText(alert, options.edition) } },
  }),
  created: (response) => answerJson(response.text, issue)?.id,
};

export function issueUrl({ hostport, edition }: JiraOptions): RequestUrl {
  return url`${hostport}/rest/api/${apiVersions[edition]}/issue`;
}

const apiVersions = { cloud: 3, datacenter: 2 } as const satisfies Record<JiraEdition, number>;

function searchUrl({ hostport, edition }: JiraOptions): RequestUrl {
  return edition === 'cloud' ? url`${hostport}/rest/api/3/search/jql` : url`${hostport}/rest/api/2/search`;
}

export function jiraHeaders({ user, token }: JiraOptions): Readonly<Record<string, string | Secret>> {
  return {
    Accept: 'application/json',
    Authorization: user === '' ? authorization('Bearer', token) : basicAuthorization(user, token),
  };
}

export function jiraLabel(fingerprint: string): string {
  return `tiercel-${fingerprint}`;
}
