import { z } from 'zod';
import { url } from '#kit/url.ts';
import { defineHttpOutput } from './define.ts';
import { httpUrl } from './options.ts';

/**
 * An EventListener answers 202 as soon as it has read the event, whatever its triggers make of it, and 400 to what is no
 * JSON. See https://tekton.dev/docs/triggers/eventlisteners/#eventlistener-response.
 */
export const tekton = defineHttpOutput({
  id: 'tekton',
  about: {
    title: 'Tekton',
    category: 'function',
    website: 'https://tekton.dev',
    summary: 'sends alerts as JSON to an EventListener of Tekton Triggers',
    setup:
      'Create an `EventListener` with a `TriggerBinding` that takes what it needs from `$(body)`, and give the URL of its service, `http://el-NAME.NAMESPACE.svc.cluster.local:8080`.',
    fixes: [
      'A URL that is none is a configuration error. Upstream ends with it at the start.',
      'One request at a time, as of every output, unless `maxconcurrentrequests` says more. Upstream knows no limit here.',
      'A URL with user and password in it appears in no log and no error.',
    ],
  },
  options: z.strictObject({ eventlistener: httpUrl('The URL of the EventListener.') }),
  examples: {
    minimal: { eventlistener: 'http://el-falco.tekton.svc.cluster.local:8080' },
  },
  request: (alert, { eventlistener }) => ({ url: url`${eventlistener}`, body: { text: `${alert.json}\n` } }),
});
