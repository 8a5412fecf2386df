import { z } from 'zod';
import { url } from '#kit/url.ts';
import { defineSessionOutput } from './define.ts';
import { gelfAddress } from './gelf-address.ts';
import { gelfMessage } from './gelf-message.ts';
import { openGelf, type GelfBody } from './gelf-session.ts';

const options = z.strictObject({
  address: gelfAddress(
    'The URL of the input: `http://` or `https://`, `tcp://`, `tls://` for TCP with TLS, or `udp://`, which may lose alerts.',
  ),
  bulk: z
    .boolean()
    .default(false)
    .describe('Sends waiting alerts together over HTTP; the input needs **Enable Bulk Receiving** for that.'),
});

/**
 * Over HTTP Graylog answers 202 once it has the message. TCP and UDP know no answer: an alert counts as delivered once the
 * operating system has taken it. See https://go2docs.graylog.org/current/getting_in_log_data/gelf_inputs.html.
 */
export const gelf = defineSessionOutput({
  id: 'gelf',
  transport: 'http',
  about: {
    title: 'Graylog (GELF)',
    category: 'log',
    website: 'https://graylog.org',
    summary: 'sends alerts to Graylog, or whatever else takes GELF',
    setup:
      'Launch an input **GELF HTTP**, **GELF TCP** or **GELF UDP** under **System**, **Inputs**. Prefer HTTP: it is the only one of them that says whether an alert arrived. What the input wants as authorization header goes into `customheaders`.',
  },
  options,
  examples: {
    minimal: { address: 'http://graylog:12201/gelf' },
    'many alerts a request, behind a proxy with a password': {
      address: 'https://falco:swordfish@graylog.example.com',
      bulk: true,
    },
    'TCP with TLS': { address: 'tls://localhost:12201' },
    datagrams: { address: 'udp://127.0.0.1' },
  },
  batch: ({ address, bulk }) =>
    address.protocol === 'udp' || (address.protocol === 'http' && !bulk)
      ? undefined
      : { maxAlerts: 500, maxBytes: 1_000_000 },
  message: (alerts, { address }, installation): GelfBody => {
    const messages = alerts.map((alert) => gelfMessage(alert, installation));
    return address.protocol === 'http' ? { url: url`${address.url}`, body: { text: messages.join('\n') } } : messages;
  },
  open: ({ address }, context) => openGelf(address, context),
});
