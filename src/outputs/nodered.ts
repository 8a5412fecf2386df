import { z } from 'zod';
import { url } from '#kit/url.ts';
import { basicAuthorization } from './authorization.ts';
import { defineHttpOutput } from './define.ts';
import { httpUrl, secret } from './options.ts';

/** The node `http in` of a flow, which a node `http response` has to answer. See https://cookbook.nodered.org/http/. */
export const nodered = defineHttpOutput({
  id: 'nodered',
  about: {
    title: 'Node-RED',
    category: 'function',
    website: 'https://nodered.org',
    summary: 'sends alerts as JSON to a flow of Node-RED',
    setup:
      'Begin a flow with a node **http in** of method POST, end it with a node **http response**, and give the URL. Without the response an alert counts as not delivered, and comes again. `user` and `password` are those of `httpNodeAuth` in the `settings.js` of Node-RED.',
    fixes: [
      'One request at a time, as of every output, unless `maxconcurrentrequests` says more. Upstream knows no limit here.',
      'A URL with user and password in it, and the values of `customheaders`, appear in no log and no error.',
    ],
  },
  options: z.strictObject({
    address: httpUrl('The URL of the node `http in`.'),
    user: z.string().default('').describe('The user for basic authentication; it needs a password, too.'),
    password: secret('The password for basic authentication.').optional(),
  }),
  examples: {
    minimal: { address: 'http://node-red:1880/falco' },
    'with a password': { address: 'https://node-red:1880/falco', user: 'falco', password: 'swordfish' },
  },
  request: (alert, { address, user, password }) => ({
    url: url`${address}`,
    headers: user !== '' && password ? { Authorization: basicAuthorization(user, password) } : {},
    body: { text: `${alert.json}\n` },
  }),
});
