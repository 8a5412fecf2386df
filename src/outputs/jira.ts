import { z } from 'zod';
import { alertTitle } from './alert-summary.ts';
import { defineHttpOutput } from './define.ts';
import { fingerprintOf } from './fingerprint.ts';
import { issueOptions, oncePerFingerprint } from './issue-tracker.ts';
import { explainJira } from './jira-errors.ts';
import { issueUrl, jiraHeaders, jiraLabel, jiraTracker } from './jira-issues.ts';
import { jiraText } from './jira-text.ts';
import { httpUrl, secret } from './options.ts';
import { alertLink } from './alert-link.ts';

/** See https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues/#api-rest-api-3-issue-post. */
const maxSummaryLength = 255;

export const jira = defineHttpOutput({
  id: 'jira',
  about: {
    title: 'Jira',
    category: 'incident',
    website: 'https://www.atlassian.com/software/jira',
    summary: 'creates an issue in Jira for alerts that have none yet',
    setup:
      'For Jira Cloud, create an API token at <https://id.atlassian.com/manage-profile/security/api-tokens> and set `user` to the e-mail address of its account; a service account has a token of its own, and needs no `user`. For Data Center, set `edition: datacenter` and `token` to a personal access token. The account needs the permissions **Browse Projects** and **Create Issues** in the project, with `comment` also **Add Comments**, and the screen for creating issues needs the field **Labels**. An issue is found again by its label `tiercel-` and the fingerprint; once it is done, the next alert creates another.',
  },
  options: z.strictObject({
    hostport: httpUrl(
      'The URL of Jira; for the token of a service account `https://api.atlassian.com/ex/jira/` and the id of the cloud.',
    ),
    edition: z
      .enum(['cloud', 'datacenter'])
      .default('cloud')
      .describe('Jira Cloud (version 3 of the API) or Data Center (version 2).'),
    user: z
      .string()
      .default('')
      .describe(
        'The e-mail address of the account that the token belongs to; empty for a personal access token, or a service account.',
      ),
    token: secret('An API token, or a personal access token.'),
    project: z
      .string()
      .regex(/^[A-Za-z][A-Za-z0-9_]*$/, 'It must be the key of a project, such as SEC.')
      .describe('The key of the project.'),
    issuetype: z.string().min(1).default('Task').describe('The type of the issues, by its name.'),
    labels: z
      .array(z.string().regex(/^\S{1,255}$/, 'A label of Jira has no blanks.'))
      .default(['falco'])
      .describe('Labels of the issues, besides that with the fingerprint.'),
    ...issueOptions,
  }),
  examples: {
    minimal: { hostport: 'https://api.atlassian.com/ex/jira/11223344-a1b2', token: 'ATATTswordfish', project: 'SEC' },
    'Jira Cloud, with comments': {
      hostport: 'https://example.atlassian.net',
      user: 'falco@example.com',
      token: 'ATATTswordfish',
      project: 'SEC',
      issuetype: 'Bug',
      comment: true,
    },
    'Data Center, an issue for each rule': {
      hostport: 'https://jira.example.com',
      edition: 'datacenter',
      token: 'NjAswordfish',
      project: 'SEC',
      labels: ['falco', 'production'],
      fingerprint: '{{ .Rule }}',
    },
  },
  request: (alert, settings, installation) => ({
    url: issueUrl(settings),
    headers: jiraHeaders(settings),
    body: {
      json: {
        fields: {
          project: { key: settings.project },
          issuetype: { name: settings.issuetype },
          summary: alertTitle(alert, maxSummaryLength),
          description: jiraText(alert, settings.edition, alertLink(alert, installation)),
          labels: [...settings.labels, jiraLabel(fingerprintOf(alert, settings.fingerprint))],
        },
      },
    },
  }),
  converse: oncePerFingerprint(jiraTracker),
  explain: explainJira,
});
