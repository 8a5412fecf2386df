import { configOption } from '../config-file.ts';

/** The configuration that rules are evaluated by. */
export const rulesConfigOption = {
  'config-file': {
    ...configOption['config-file'],
    description:
      'Evaluate as with this configuration: its rules, "rules.selection", "rules.append_output", "rules.quirks" and "events".',
  },
} as const;

/** Where a command takes something else as its operands. */
export const rulesOption = {
  rules: {
    type: 'string',
    short: 'r',
    value: 'FILES',
    description: 'The rules files, folders or patterns, with commas between.',
  },
  ...rulesConfigOption,
} as const;

/** Whose events these are. */
export const sourceOption = {
  source: {
    type: 'string',
    value: 'NAME',
    description: 'Whose events these are: aws_cloudtrail, gcp_auditlog, github, okta or json (default: k8s_audit).',
  },
} as const;

/** Where a command takes logs behind an option. */
export const logOptions = {
  on: { type: 'string', value: 'LOG', description: 'The log, or a folder of them; more may follow.' },
  ...sourceOption,
} as const;
