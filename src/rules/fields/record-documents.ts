import type { Json } from '#kit/json.ts';
import { JsonSyntaxError } from '#kit/json-read.ts';
import { readEventJson } from './read-event-json.ts';

/** A value of a body with its text, or what is wrong with that text. */
export type RecordDocument = { readonly json: Json; readonly text: string } | JsonSyntaxError;

/** The JSON values of a body: one, however it is laid out, or one a line, of which a broken one hurts no other. */
export function recordDocuments(body: string, maxDepth: number): readonly RecordDocument[] {
  const whole = readDocument(body, maxDepth);
  if (!(whole instanceof JsonSyntaxError)) return [whole];
  const lines = body.split('\n').filter((line) => line.trim() !== '');
  return lines.length > 1 && isDocument(lines[0] ?? '') ? lines.map((line) => readDocument(line, maxDepth)) : [whole];
}

export function readDocument(text: string, maxDepth: number): RecordDocument {
  try {
    return { json: readEventJson(text, maxDepth), text: text.trim() };
  } catch (error) {
    if (error instanceof JsonSyntaxError) return error;
    throw error;
  }
}

/** Whether a line looks whole. The first line of an object that is laid out over many does not. */
function isDocument(line: string): boolean {
  return /^\s*(?:\{.*\}|\[.*\])\s*$/.test(line);
}
