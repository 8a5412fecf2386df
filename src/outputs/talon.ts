import { z } from 'zod';
import { url } from '#kit/url.ts';
import { defineHttpOutput } from './define.ts';
import { httpUrl } from './options.ts';

/** Falco Talon answers 200 once it has the alert, before its actions have run. See https://docs.falco-talon.org/docs. */
export const talon = defineHttpOutput({
  id: 'talon',
  about: {
    title: 'Falco Talon',
    category: 'function',
    website: 'https://docs.falco-talon.org',
    summary: 'sends alerts to Falco Talon, which acts upon them in the cluster',
    setup:
      'Install Falco Talon and give the URL of its service. An alert can come twice, when an answer is lost: its `uuid` is the same then, and an action has to bear that.',
    fixes: [
      'One request at a time, as of every output, unless `maxconcurrentrequests` says more, so that alerts come in order. Upstream knows no limit here.',
      '`mutualtls` and `customheaders` have an effect.',
      'A URL with user and password in it appears in no log and no error.',
    ],
  },
  options: z.strictObject({ address: httpUrl('The URL of Falco Talon.') }),
  examples: {
    minimal: { address: 'http://falco-talon.falco.svc.cluster.local:2803' },
  },
  request: (alert, { address }) => ({ url: url`${address}`, body: { text: `${alert.json}\n` } }),
});
