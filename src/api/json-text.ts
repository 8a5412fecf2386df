import type { Context } from 'hono';

/** Answers with JSON that is text already, in which alerts stand byte for byte. */
export function jsonText(context: Context, text: string): Response {
  return context.body(text, 200, { 'Content-Type': 'application/json' });
}
