import type { HttpBody } from './output.ts';

/** A body as a form in a browser sends it; people are shown what its fields hold. See https://url.spec.whatwg.org/#application/x-www-form-urlencoded. */
export function formBody(fields: Readonly<Record<string, string>>): HttpBody {
  const form = new URLSearchParams(fields);
  return {
    type: 'application/x-www-form-urlencoded',
    bytes: Buffer.from(form.toString()),
    shown: () => Array.from(form, ([name, value]) => `${name}=${value}`).join('\n'),
  };
}
