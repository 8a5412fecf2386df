import { answerOf, MisconfiguredError } from './errors.ts';
import type { HttpResponse } from './output.ts';

/** A page for people, with status 200, comes from something else than the service: a proxy, a login, a parked domain. */
export function refuseWebPage(response: HttpResponse): void {
  if (!/^\s*<(?:!doctype\s+html|html|head|body)\b/i.test(response.text)) return;
  throw new MisconfiguredError('The answer is a web page: check the URL, and what stands between', answerOf(response));
}
