import { z } from 'zod';
import type { Alert } from '#alert/alert.ts';
import { TemplateVerbatim } from '#template/value.ts';
import { alertLink } from './alert-link.ts';
import { defineHttpOutput } from './define.ts';
import { checkBody, escapeForBody } from './http-content.ts';
import { escapeForHeader, headerTemplates } from './http-headers.ts';
import { escapeForUrl, requestUrl, target } from './http-target.ts';
import { renderPart, type TemplateExtras } from './http-template.ts';
import { template } from './options.ts';
import type { HttpBody } from './output.ts';
import { signingSecret } from './signing-secret.ts';

const options = z.strictObject({
  url: target(
    'The URL of requests. What follows the host may be a Go template, such as `https://example.com/{{ .Source }}?rule={{ .Rule }}`.',
  ),
  method: z
    .enum(['POST', 'PUT', 'PATCH', 'DELETE', 'GET'])
    .default('POST')
    .describe('The HTTP method; GET has no body.'),
  headers: headerTemplates(
    'HTTP headers, each value a Go template, such as `X-Priority: "{{ .Priority }}"`. Credentials belong in `customheaders`.',
  ),
  contenttype: z
    .string()
    .regex(/^[\w.+-]+\/[\w.+-]+(?:;[\x20-\x7e]*)?$/, 'It must be a media type, such as application/json.')
    .default('application/json; charset=utf-8')
    .describe('What the body is: it decides how values in the body are escaped.'),
  body: template('A Go template for the body. Empty sends the alert as JSON.'),
  signingsecret: signingSecret(),
});

type Options = z.output<typeof options>;

/** Whatever takes an HTTP request, in the form in which it takes it. */
export const http = defineHttpOutput({
  id: 'http',
  about: {
    title: 'HTTP',
    category: 'function',
    website: 'https://www.rfc-editor.org/rfc/rfc9110',
    summary: 'makes of each alert the HTTP request that a service asks for',
    setup:
      'The templates have the event that a `messageformat` has (`.Rule`, `.Priority`, `.Output`, `.Time`, `.Source`, `.Hostname`, `.Tags`, `.UUID`, `.OutputFields`), and besides `.JSON`, the whole alert, and `.Link`, its page in the console. ' +
      'What they print is escaped for where it stands: encoded in the URL; in a body of JSON as the inside of a string, so **write the quotes yourself**: `"text": "{{ .Output }}"`; in XML and HTML as text; in a form encoded. `{{ .JSON }}` in a body of JSON stands as it is, without quotes: `{"event": {{ .JSON }}}`. A body that is to be JSON and is not goes to the dead letters. ' +
      'With `signingsecret` a request has the headers `webhook-id` (the `uuid` of the alert), `webhook-timestamp` and `webhook-signature`, which any [library of Standard Webhooks](https://www.standardwebhooks.com) checks.',
  },
  options,
  examples: {
    minimal: { url: 'https://example.com/alerts' },
    'a message of your own, signed': {
      url: 'https://example.com/tickets/{{ .UUID }}?rule={{ .Rule }}',
      method: 'PUT',
      headers: { 'X-Priority': '{{ .Priority }}', 'X-Host': '{{ or .Hostname "unknown" }}' },
      body: '{"title": "[{{ .Priority }}] {{ printf "%.80s" .Output }}", "user": "{{ or (index .OutputFields "user.name") "unknown" }}", "link": "{{ .Link }}", "event": {{ .JSON }}}',
      signingsecret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    },
    'a form': {
      url: 'https://example.com/sms',
      contenttype: 'application/x-www-form-urlencoded',
      body: 'to=%2B4930123456&text={{ .Rule }}%0A{{ .Output }}',
    },
    'a request without a body': { url: 'https://example.com/lamp/{{ .Priority }}', method: 'GET' },
  },
  request(alert, settings, installation) {
    const { url, method, headers, signingsecret } = settings;
    const extras = { Link: alertLink(alert, installation) ?? '', JSON: alert.json };
    const names = Object.entries(headers);
    return {
      method,
      url: requestUrl(renderPart('url', url.template, alert, extras, escapeForUrl), url),
      headers: Object.fromEntries(
        names.map(([name, value]) => [name, renderPart(`headers.${name}`, value, alert, extras, escapeForHeader)]),
      ),
      ...(method !== 'GET' && { body: bodyOf(alert, settings, extras) }),
      ...(signingsecret && { signature: { id: alert.uuid, secret: signingsecret } }),
    };
  },
});

function bodyOf(alert: Alert, { body, contenttype }: Options, extras: TemplateExtras): HttpBody {
  if (!body) return { text: `${alert.json}\n`, type: contenttype };
  const isJson = /json/i.test(contenttype);
  const whole = isJson ? { ...extras, JSON: new TemplateVerbatim(alert.json) } : extras;
  const text = renderPart('body', body, alert, whole, escapeForBody(contenttype));
  checkBody(text, contenttype);
  return { text, type: contenttype };
}
