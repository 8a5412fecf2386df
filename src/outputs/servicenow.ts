import { z } from 'zod';
import type { Priority } from '#alert/priority.ts';
import { alertLink } from './alert-link.ts';
import { alertTitle } from './alert-summary.ts';
import { defineHttpOutput } from './define.ts';
import { MisconfiguredError } from './errors.ts';
import { fingerprintOf } from './fingerprint.ts';
import { issueOptions, oncePerFingerprint } from './issue-tracker.ts';
import { httpUrl, secret, textMap } from './options.ts';
import { servicenowHeaders, servicenowText, servicenowTracker, tableUrl } from './servicenow-incidents.ts';

/** Of the column; ServiceNow cuts longer texts silently. */
const maxTitleLength = 160;

/** See https://www.servicenow.com/docs/r/api-reference/rest-apis/c_TableAPI.html. */
export const servicenow = defineHttpOutput({
  id: 'servicenow',
  about: {
    title: 'ServiceNow',
    category: 'incident',
    website: 'https://www.servicenow.com',
    summary: 'creates an incident in ServiceNow for alerts that have none yet',
    setup:
      'Create a user for web services with a role that may read and create incidents, `itil` for instance. An incident is found again by its **Correlation ID**, which holds the fingerprint; once it is inactive, the next alert creates another. Fields that your instance requires go into `fields`.',
  },
  options: z.strictObject({
    hostport: httpUrl('The URL of the instance.'),
    user: z.string().default('').describe('The user name; needs `password`.'),
    password: secret('The password that belongs to `user`.').optional(),
    token: secret('An OAuth access token, in place of a user.').optional(),
    table: z
      .string()
      .regex(/^[a-z0-9_]+$/, 'It must be the name of a table, such as incident.')
      .default('incident')
      .describe('The table to create records in: incidents, or one that extends tasks, such as `sn_si_incident`.'),
    fields: textMap(
      'More fields of a record, such as `assignment_group` or `caller_id`; they replace those of the alert.',
    ),
    ...issueOptions,
  }),
  examples: {
    minimal: { hostport: 'https://example.service-now.com' },
    'a user, an assignment group, comments': {
      hostport: 'https://example.service-now.com',
      user: 'falco',
      password: 'swordfish',
      fields: { assignment_group: 'Security Operations', category: 'security' },
      comment: true,
    },
    'security incidents, with a token': {
      hostport: 'https://example.service-now.com',
      token: 'swordfish-token',
      table: 'sn_si_incident',
      fingerprint: '{{ .Rule }} {{ .Hostname }}',
    },
  },
  request: (alert, settings, installation) => ({
    url: tableUrl(settings),
    headers: servicenowHeaders(settings),
    body: {
      json: {
        short_description: alertTitle(alert, maxTitleLength),
        description: servicenowText(alert, alertLink(alert, installation)),
        correlation_id: fingerprintOf(alert, settings.fingerprint),
        correlation_display: 'Tiercel',
        impact: servicenowLevel[alert.priority],
        urgency: servicenowLevel[alert.priority],
        ...settings.fields,
      },
    },
  }),
  converse: oncePerFingerprint(servicenowTracker),
  explain: (error) =>
    error.status === 400 && /invalid table|invalid field|not found/i.test(error.answer ?? '')
      ? new MisconfiguredError('ServiceNow: check the options table and fields', error)
      : error,
});

/** 1 is high, 3 low. */
const servicenowLevel: Readonly<Record<Priority, '1' | '2' | '3'>> = {
  Emergency: '1',
  Alert: '1',
  Critical: '1',
  Error: '2',
  Warning: '2',
  Notice: '3',
  Informational: '3',
  Debug: '3',
};
