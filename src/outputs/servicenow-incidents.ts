import { z } from 'zod';
import type { Alert } from '#alert/alert.ts';
import type { Secret } from '#kit/secret.ts';
import { url, type RequestUrl } from '#kit/url.ts';
import type { Template } from '#template/template.ts';
import { alertSummary } from './alert-summary.ts';
import { answerJson } from './answer-json.ts';
import { authorization, basicAuthorization } from './authorization.ts';
import type { IssueTracker } from './issue-tracker.ts';

export interface ServicenowOptions {
  readonly hostport: string | Secret;
  readonly user: string;
  readonly password?: Secret | undefined;
  readonly token?: Secret | undefined;
  readonly table: string;
  readonly fingerprint: Template | undefined;
  readonly comment: boolean;
}

const record = z.object({ sys_id: z.string() });

/** Records of a table, by the correlation id that each integration may set. */
export const servicenowTracker: IssueTracker<ServicenowOptions> = {
  title: 'ServiceNow',
  find: (fingerprint, options) => ({
    method: 'GET',
    url: url`${options.hostport}/api/now/table/${options.table}?sysparm_query=${`correlation_id=${fingerprint}^active=true`}&sysparm_fields=sys_id,number&sysparm_limit=1`,
    headers: servicenowHeaders(options),
  }),
  found: (response) =>
    answerJson(response.text, z.object({ result: z.array(record) }))?.result.map(({ sys_id: id }) => id),
  comment: (id, alert, options) => ({
    method: 'PATCH',
    url: url`${options.hostport}/api/now/table/${options.table}/${id}`,
    headers: servicenowHeaders(options),
    body: { json: { work_notes: servicenowText(alert) } },
  }),
  created: (response) => answerJson(response.text, z.object({ result: record }))?.result.sys_id,
};

export function tableUrl({ hostport, table }: ServicenowOptions): RequestUrl {
  return url`${hostport}/api/now/table/${table}`;
}

export function servicenowHeaders(options: ServicenowOptions): Readonly<Record<string, string | Secret>> {
  return { Accept: 'application/json', ...credentials(options) };
}

function credentials({ user, password, token }: ServicenowOptions): Readonly<Record<string, Secret>> {
  if (token) return { Authorization: authorization('Bearer', token) };
  return user !== '' && password ? { Authorization: basicAuthorization(user, password) } : {};
}

/** The columns for descriptions and work notes hold 4,000 characters; ServiceNow cuts longer texts silently. */
const maxTextLength = 3400;

/** What stands between `[code]` and `[/code]` in a journal is shown as HTML; an invisible character keeps it text. */
export function servicenowText(alert: Alert, link?: string): string {
  return alertSummary(alert, maxTextLength, { link }).replaceAll(/\[(?=\/?code\])/gi, '[\u200b');
}
