import { z } from 'zod';
import { alertLink } from './alert-link.ts';
import { alertTitle } from './alert-summary.ts';
import { defineHttpOutput } from './define.ts';
import { fingerprintOf } from './fingerprint.ts';
import {
  ensureLabel,
  explainGithub,
  githubHeaders,
  githubLabel,
  githubText,
  githubTracker,
  issuesUrl,
} from './github-issues.ts';
import { issueOptions, oncePerFingerprint } from './issue-tracker.ts';
import { httpUrl, secret } from './options.ts';

/** GitHub refuses longer titles. */
const maxTitleLength = 256;

/** See https://docs.github.com/en/rest/issues/issues#create-an-issue. */
export const github = defineHttpOutput({
  id: 'github',
  about: {
    title: 'GitHub',
    category: 'incident',
    website: 'https://github.com',
    summary: 'creates an issue in a repository of GitHub for alerts that have none yet',
    setup:
      'Create a fine-grained personal access token for the repository with the permission **Issues: Read and write**. The repository should be private: issues show what alerts say. An issue is found again by its label `tiercel-` and the fingerprint; once it is closed, the next alert creates another. GitHub takes some 80 issues and comments a minute and 500 an hour; more wait for their turn here.',
  },
  options: z.strictObject({
    hostport: httpUrl('The URL of the API; for GitHub Enterprise Server `https://HOST/api/v3`.').prefault(
      'https://api.github.com',
    ),
    repository: z
      .string()
      .regex(/^[\w-]+\/[\w.-]+$/, 'It must be owner/name.')
      .describe('The repository, as `owner/name`.'),
    token: secret('A token that may write issues of the repository.'),
    labels: z
      .array(z.string().min(1).max(50))
      .min(1)
      .default(['falco'])
      .describe('Labels of the issues, besides that with the fingerprint; the first is created at start.'),
    ...issueOptions,
  }),
  examples: {
    minimal: { repository: 'example/security', token: 'github_pat_swordfish' },
    'Enterprise Server, an issue for each rule, with comments': {
      hostport: 'https://github.example.com/api/v3',
      repository: 'platform/security',
      token: 'github_pat_swordfish',
      labels: ['falco', 'runtime security'],
      fingerprint: '{{ .Rule }}',
      comment: true,
    },
  },
  prepare: ensureLabel,
  request: (alert, settings, installation) => {
    const fingerprint = fingerprintOf(alert, settings.fingerprint);
    return {
      url: issuesUrl(settings),
      headers: githubHeaders(settings),
      body: {
        json: {
          title: alertTitle(alert, maxTitleLength),
          body: githubText(alert, alertLink(alert, installation)),
          labels: [...settings.labels, githubLabel(fingerprint)],
        },
      },
    };
  },
  converse: oncePerFingerprint(githubTracker),
  explain: explainGithub,
});
