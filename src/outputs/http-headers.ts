import { z } from 'zod';
import { template } from './options.ts';
import { shorten } from './shorten.ts';

const token = /^[\w!#$%&'*+.^`|~-]+$/;
/** What the client sets itself, and what would turn one request into two. */
const ours =
  /^(?:connection|content-encoding|content-length|expect|host|keep-alive|te|trailer|transfer-encoding|upgrade)$/i;
/** What is mostly a credential: those who look at the configuration may see these headers. */
const credential = /authorization|cookie|token|secret|password|api-?key|signature/i;

const headerName = z
  .string()
  .regex(token, 'It must be the name of an HTTP header, such as X-Priority.')
  .refine((name) => !ours.test(name), 'This header cannot be set: it belongs to the connection.')
  .refine((name) => !/^content-type$/i.test(name), 'Set "contenttype" instead of this header.')
  .refine((name) => !credential.test(name), 'Set this header in "customheaders", whose values are kept secret.');

/** Names of headers to templates for their values. */
export function headerTemplates(description: string) {
  const value = template('').transform((parsed, context) => {
    if (parsed) return parsed;
    context.addIssue('A header needs a value.');
    return z.NEVER;
  });
  return z.record(headerName, value).default({}).meta({ description });
}

/** Servers take 8 kB of headers: so much of each value gets there. */
const maxValueLength = 500;

/** Control characters, line ends among them, become spaces; what is beyond ASCII is percent-encoded. */
export function escapeForHeader(text: string): string {
  return (
    shorten(text, maxValueLength)
      // eslint-disable-next-line no-control-regex -- what may not stand in a header
      .replace(/[\0-\x1f\x7f]+/g, ' ')
      .replace(/[^\x20-\x7e]+/g, encodeURIComponent)
  );
}
