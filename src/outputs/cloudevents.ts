import { z } from 'zod';
import { url } from '#kit/url.ts';
import { eventAttributes, headerValue, structuredEvent } from './cloudevents-event.ts';
import { defineHttpOutput } from './define.ts';
import { httpUrl } from './options.ts';

/** Attributes of the specification and of Falcosidekick's events, which the operator's cannot replace. */
const fixedAttributes = /^(?:id|source|type|time|specversion|datacontenttype|dataschema|subject|data|data_base64)$/;

const extensionName = z
  .string()
  .regex(/^[A-Za-z0-9]+$/, 'The name of an extension consists of letters and digits.')
  .refine(
    (name) => !fixedAttributes.test(name.toLowerCase()),
    'This name belongs to an attribute of the event itself.',
  );

/**
 * CloudEvents 1.0 over HTTP. In a batch the answer counts for all of its events.
 * See https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md.
 */
export const cloudevents = defineHttpOutput({
  id: 'cloudevents',
  about: {
    title: 'CloudEvents',
    category: 'queue',
    website: 'https://cloudevents.io',
    summary: 'sends alerts as CloudEvents to whatever takes those over HTTP, such as a broker of Knative',
    setup:
      'Give the URL that takes events. The `uuid` of an alert is the `id` of its event: one that comes again, when an answer was lost, has the same. Triggers can filter by the attributes `priority`, `rule`, `eventsource` and `hostname`.',
    fixes: [
      'An answer that is no success, or none at all, is a failure, and the event is sent again. Upstream takes all of that for success.',
      '`checkcert`, `mutualtls` and `customheaders` have an effect.',
      'The `id` of an event is the `uuid` of its alert. Upstream takes a new one each time, so that receivers cannot tell what they had.',
      'In headers, `%`, `"` and all beyond ASCII is percent-encoded, as the specification asks for. Upstream sends it raw, which some receivers refuse and others misread. A space stays, as from upstream, since filters of Knative compare what comes.',
      'Of a rule, a source or a host name, 256 characters are in the attribute, and all of it in the data. Control characters, which attributes may not hold, become `\\ufffd`.',
      'The name of an extension that the specification forbids is a configuration error. Upstream sends nothing then.',
    ],
  },
  options: z.strictObject({
    address: httpUrl('The URL to send events to.'),
    extensions: z
      .record(extensionName, z.string())
      .default({})
      .describe('Attributes to add to each event, by their names; in the environment `name:value,name:value`.'),
    mode: z
      .enum(['binary', 'structured', 'batched'])
      .default('binary')
      .describe(
        'How an event is written: its attributes in headers and the alert as body, or all of it as one JSON document, or ' +
          'several of these as a list. Few receivers take a list.',
      ),
  }),
  examples: {
    minimal: { address: 'http://broker-ingress.knative-eventing.svc.cluster.local/falco/default' },
    'one JSON document, with an attribute of your own': {
      address: 'https://events.example.com',
      mode: 'structured',
      extensions: { region: 'Århus 5%' },
    },
    'several at once': { address: 'https://events.example.com', mode: 'batched' },
  },
  batch: ({ mode }) => (mode === 'batched' ? { maxAlerts: 100, maxBytes: 1_000_000 } : undefined),
  batchRequest: (alerts, { address, extensions, mode }) => {
    const [alert] = alerts;
    if (mode === 'binary') {
      return {
        url: url`${address}`,
        headers: Object.fromEntries(
          Object.entries(eventAttributes(alert, extensions)).map(([name, value]) => [`ce-${name}`, headerValue(value)]),
        ),
        body: { text: alert.json, type: 'application/json' },
      };
    }
    const events = alerts.map((one) => structuredEvent(one, extensions));
    return {
      url: url`${address}`,
      body:
        mode === 'structured'
          ? { text: events.join(), type: 'application/cloudevents+json; charset=utf-8' }
          : { text: `[${events.join()}]`, type: 'application/cloudevents-batch+json; charset=utf-8' },
    };
  },
});
