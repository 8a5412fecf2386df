import type { Context } from 'hono';
import { ApiFailure } from './api-failure.ts';

/** What people and programs send is small; alerts have a reader of their own. */
const maxBytes = 1024 * 1024;

/**
 * The body of a request, which must be JSON: a web page of another origin cannot send that without asking first.
 * @throws ApiFailure, or SyntaxError for what is not JSON
 */
export async function jsonBody(context: Context): Promise<unknown> {
  if (!/^application\/json\b/i.test(context.req.header('Content-Type') ?? '')) {
    throw new ApiFailure(400, 'Send the body as JSON, with "Content-Type: application/json"');
  }
  if (Number(context.req.header('Content-Length') ?? 0) > maxBytes) throw new ApiFailure(413, 'The body is too large');
  const text = await context.req.text();
  if (text.length > maxBytes) throw new ApiFailure(413, 'The body is too large');
  return JSON.parse(text);
}
