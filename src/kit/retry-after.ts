const seconds = /^\d+(?:\.\d+)?$/;
/** The three forms of an HTTP-date begin with the name of a day, which `Date.parse` alone would not insist on. */
const httpDate = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? /;

/**
 * Reads the HTTP header `Retry-After`: seconds or a date, see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after.
 * `undefined` for a text that asks for no pause: absent, zero, negative, past, or neither form. There is no upper
 * limit here; whoever waits sets one.
 */
export function parseRetryAfter(text: string | undefined, nowMs: number): number | undefined {
  const trimmed = text?.trim() ?? '';
  const pauseMs = seconds.test(trimmed) ? Math.ceil(Number(trimmed) * 1000) : untilDateMs(trimmed, nowMs);
  return pauseMs > 0 ? Math.min(pauseMs, Number.MAX_SAFE_INTEGER) : undefined;
}

/** NaN for what is not a date. */
function untilDateMs(text: string, nowMs: number): number {
  return httpDate.test(text) ? Date.parse(text) - nowMs : Number.NaN;
}
