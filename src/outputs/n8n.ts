import { z } from 'zod';
import { url } from '#kit/url.ts';
import { basicAuthorization } from './authorization.ts';
import { defineHttpOutput } from './define.ts';
import { MisconfiguredError } from './errors.ts';
import { httpUrl, secret } from './options.ts';

/**
 * The node Webhook of a workflow. Its production URL answers 404 while the workflow is not active, its test URL but once
 * after each click. See https://docs.n8n.io/integrations/builtin/core-nodes/n8n-nodes-base.webhook/.
 */
export const n8n = defineHttpOutput({
  id: 'n8n',
  about: {
    title: 'n8n',
    category: 'function',
    website: 'https://n8n.io',
    summary: 'sends alerts as JSON to a workflow of n8n',
    setup:
      'Begin a workflow with a node **Webhook** of method POST, activate the workflow, and give the **Production URL**. Choose *Immediately* for **Respond**, or the workflow has to be through before an alert counts as delivered. For **Authentication** by *Basic Auth* or *Header Auth*, give the same values here.',
    fixes: [
      'One request at a time, as of every output, unless `maxconcurrentrequests` says more. Upstream knows no limit here.',
      '`mutualtls` and `customheaders` have an effect.',
      'A `headerauthname` that HTTP forbids is a configuration error. Upstream fails on each alert.',
      'A URL with user and password in it appears in no log and no error.',
    ],
  },
  options: z.strictObject({
    address: httpUrl('The production URL of the node Webhook.'),
    user: z.string().default('').describe('The user for basic authentication; it needs a password, too.'),
    password: secret('The password for basic authentication.').optional(),
    headerauthname: z
      .string()
      .regex(/^[\w!#$%&'*+.^`|~-]*$/, 'It must be the name of an HTTP header, such as X-Api-Key.')
      .default('')
      .describe('The name of the header for authentication by a header; it needs a value, too.'),
    headerauthvalue: secret('The value of that header.').optional(),
  }),
  examples: {
    minimal: { address: 'https://n8n.example.com/webhook/falco' },
    'with a password': { address: 'https://n8n.example.com/webhook/falco', user: 'falco', password: 'swordfish' },
    'with a header': {
      address: 'https://n8n.example.com/webhook/falco',
      headerauthname: 'X-Api-Key',
      headerauthvalue: 'swordfish',
    },
  },
  request: (alert, { address, user, password, headerauthname, headerauthvalue }) => ({
    url: url`${address}`,
    headers: {
      ...(user !== '' && password && { Authorization: basicAuthorization(user, password) }),
      ...(headerauthname !== '' && headerauthvalue && { [headerauthname]: headerauthvalue }),
    },
    body: { text: `${alert.json}\n` },
  }),
  explain: (error) =>
    error.status === 404
      ? new MisconfiguredError('n8n knows no such webhook: activate the workflow, and give its production URL', error)
      : error,
});
