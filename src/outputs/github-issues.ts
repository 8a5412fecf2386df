import { z } from 'zod';
import type { Alert } from '#alert/alert.ts';
import type { Secret } from '#kit/secret.ts';
import { url, type RequestUrl } from '#kit/url.ts';
import type { Template } from '#template/template.ts';
import { alertSummary } from './alert-summary.ts';
import { answerJson } from './answer-json.ts';
import { authorization } from './authorization.ts';
import { DeliveryError, MisconfiguredError, RejectedError, ThrottledError } from './errors.ts';
import type { IssueTracker } from './issue-tracker.ts';
import type { HttpTransport } from './output.ts';

export interface GithubOptions {
  readonly hostport: string | Secret;
  readonly repository: string;
  readonly token: Secret;
  readonly labels: readonly string[];
  readonly fingerprint: Template | undefined;
  readonly comment: boolean;
}

const issue = z.object({ number: z.int() });

/** Issues by label: unlike the search, the list knows of an issue at once, and has no limit of its own. */
export const githubTracker: IssueTracker<GithubOptions> = {
  title: 'GitHub',
  find: (fingerprint, options) => ({
    method: 'GET',
    url: url`${options.hostport}/repos/${owner(options)}/${name(options)}/issues?state=open&per_page=1&labels=${githubLabel(fingerprint)}`,
    headers: githubHeaders(options),
  }),
  found: (response) => answerJson(response.text, z.array(issue))?.map(({ number }) => String(number)),
  comment: (id, alert, options) => ({
    url: url`${options.hostport}/repos/${owner(options)}/${name(options)}/issues/${id}/comments`,
    headers: githubHeaders(options),
    body: { json: { body: githubText(alert) } },
  }),
  created: (response) => {
    const number = answerJson(response.text, issue)?.number;
    return number === undefined ? undefined : String(number);
  },
};

export function issuesUrl(options: GithubOptions): RequestUrl {
  return url`${options.hostport}/repos/${owner(options)}/${name(options)}/issues`;
}

export function githubHeaders({ token }: GithubOptions): Readonly<Record<string, string | Secret>> {
  return {
    Accept: 'application/vnd.github+json',
    'X-GitHub-Api-Version': '2022-11-28',
    Authorization: authorization('Bearer', token),
  };
}

export function githubLabel(fingerprint: string): string {
  return `tiercel-${fingerprint}`;
}

/**
 * Creates the first label, and so finds out whether the token may set labels: without the right to, GitHub creates issues
 * without labels, which would never be found again, and so one for every alert.
 */
export async function ensureLabel(options: GithubOptions, http: HttpTransport, signal: AbortSignal): Promise<void> {
  const request = {
    url: url`${options.hostport}/repos/${owner(options)}/${name(options)}/labels`,
    headers: githubHeaders(options),
    body: { json: { name: options.labels[0], description: 'Alerts of Falco' } },
  };
  try {
    await http.send(request, signal);
  } catch (error) {
    if (error instanceof DeliveryError && error.answer?.includes('already_exists')) return;
    throw error instanceof DeliveryError ? explainGithub(error) : error;
  }
}

/** A body takes 65,536 characters. No line is so short that its indentation takes the text beyond. */
const maxTextLength = 28_000;

/**
 * An alert as an indented code block, in which GitHub sees no mention, no link and no reference, and which no text can close.
 * See https://spec.commonmark.org/current/#indented-code-blocks.
 */
export function githubText(alert: Alert, link?: string): string {
  const block = alertSummary(alert, maxTextLength).replaceAll(/^(?=.)/gm, '    ');
  return link === undefined ? block : `${block}\n\n${link}`;
}

const pauseMs = 60_000;

/**
 * GitHub answers 403 to who asks too often, and wants a minute of silence then, see
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit.
 */
export function explainGithub(error: DeliveryError): DeliveryError {
  const { status, answer = '' } = error;
  if (/rate limit|abuse detection/i.test(answer)) return new ThrottledError('GitHub asks for a pause', pauseMs, error);
  if (/Commenting is disabled/i.test(answer)) return new RejectedError('The issue has too many comments', error);
  if (status === 403 || status === 404) {
    return new MisconfiguredError(
      'GitHub: check the option repository, and that the token may write its issues',
      error,
    );
  }
  return status === 410 ? new MisconfiguredError('GitHub: the repository has its issues switched off', error) : error;
}

function owner({ repository }: GithubOptions): string {
  return repository.split('/')[0] ?? '';
}

function name({ repository }: GithubOptions): string {
  return repository.split('/')[1] ?? '';
}
