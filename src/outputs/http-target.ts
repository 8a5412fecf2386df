import { z } from 'zod';
import { Secret } from '#kit/secret.ts';
import { url, type RequestUrl } from '#kit/url.ts';
import type { Template } from '#template/template.ts';
import { RejectedError } from './errors.ts';
import { template } from './options.ts';
import { shorten } from './shorten.ts';

/** A URL whose path and query may come from the alert; its host never does. */
export interface Target {
  readonly template: Template;
  /** Scheme and host where user and password are with them: then the URL is hidden as a whole, and these wherever they show. */
  readonly credentials: Secret | undefined;
}

/** Scheme and host up to the path, without a template in them. */
const fixedOrigin = /^https?:\/\/[^/?#\s{}]+(?:[/?#]|$)/;

/**
 * The URL of requests, a template from its path on. Were the host to come from an alert, whoever makes Falco alert could
 * lead requests, and the headers with them, to where they like.
 */
export function target(description: string) {
  return z
    .string()
    .min(1)
    .transform((text, context): Target => {
      const rendered = template('').safeParse(text);
      const issue = problemOf(text) ?? rendered.error?.issues[0]?.message;
      if (issue === undefined && rendered.data) return { template: rendered.data, credentials: credentialsIn(text) };
      context.addIssue(issue ?? 'It is not a valid template.');
      return z.NEVER;
    })
    .meta({ description });
}

function problemOf(text: string): string | undefined {
  if (fixedOrigin.test(text) && URL.canParse(originOf(text))) return undefined;
  return /^https?:\/\//.test(text)
    ? 'The host cannot come from a template: only what follows it, the path and the query.'
    : 'It must be a URL that begins with http:// or https://.';
}

function originOf(text: string): string {
  return fixedOrigin.exec(text)?.[0] ?? '';
}

function credentialsIn(text: string): Secret | undefined {
  const origin = originOf(text);
  const { username, password } = new URL(origin);
  return username === '' && password === '' ? undefined : new Secret(origin);
}

/** Servers take 8 kB of URL at most, and some less: so much of each value gets there. */
const maxValueLength = 500;

/** Whatever it holds, a value is one segment of the path or one value of the query. */
export function escapeForUrl(text: string): string {
  return encodeURIComponent(shorten(text, maxValueLength));
}

/**
 * The URL of one request.
 * @throws RejectedError where a segment of the path became `.` or `..`, which would lead to another path
 */
export function requestUrl(rendered: string, { credentials }: Target): RequestUrl {
  const [path = ''] = rendered.split(/[?#]/);
  if (/\/(?:\.|%2e){1,2}(?:\/|$)/i.test(path)) {
    throw new RejectedError('"." and ".." cannot be segments of the path of a URL: this alert would make one');
  }
  return url`${credentials ? new Secret(rendered) : rendered}`;
}
