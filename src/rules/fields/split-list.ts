import { isJsonObject, type Json } from '#kit/json.ts';
import { JsonSyntaxError, readJsonPrefix, skipSpace } from '#kit/json-read.ts';
import { isJsonList, member } from './json-values.ts';
import { readEventJson } from './read-event-json.ts';

/** One item of a body: read, and as it was written. */
export interface Piece {
  readonly json: Json;
  readonly text: string;
  /** An item of an `EventList` needs no kind of its own. */
  readonly isListed: boolean;
}

/** The pieces up to a mistake in the JSON, if there is one. */
export interface Pieces {
  readonly pieces: readonly Piece[];
  readonly mistake?: JsonSyntaxError;
  /** There were more, which were not looked at. */
  readonly isCut?: true;
}

export interface PieceLimits {
  readonly maxDepth: number;
  readonly maxPieces: number;
}

class TooManyPieces extends Error {
  override readonly name = 'TooManyPieces';
}

/** Takes apart an event, an `EventList`, or an array of these. The text of each piece is a part of the whole. */
export function splitList(body: string, limits: PieceLimits): Pieces {
  const pieces = quickly(body, limits);
  if (pieces) return { pieces };
  const found: Piece[] = [];
  try {
    if (!isArray(body)) addDocument(readEventJson(body, limits.maxDepth), body.trim(), found, limits);
    else addItems(body, found, limits);
    return { pieces: found };
  } catch (error) {
    if (error instanceof JsonSyntaxError) return { pieces: found, mistake: error };
    if (error instanceof TooManyPieces) return { pieces: found, isCut: true };
    throw error;
  }
}

/** How kube-apiserver begins a list, whose items then begin with their level. */
const listStart = /^\{"kind":"EventList","apiVersion":"[^"\\]*","metadata":\{[^{}]*\},"items":\[/;
const listEnd = /\]\}\s*$/;
const nextItem = '},{"level":';

/**
 * Cuts where kube-apiserver begins an item, and sees whether all parts are JSON: if so, there is no other way to cut. Reading in
 * parts is as fast as reading the whole, and every event gets its own text for nothing.
 */
function quickly(body: string, { maxDepth, maxPieces }: PieceLimits): readonly Piece[] | undefined {
  const start = listStart.exec(body)?.[0].length;
  const endLength = listEnd.exec(body.slice(-16))?.[0].length;
  if (start === undefined || endLength === undefined) return undefined;
  const items = cutItems(body, start, body.length - endLength);
  if (items.length > maxPieces) return undefined;
  try {
    return items.map((text) => {
      return { json: readEventJson(text, maxDepth), text, isListed: true };
    });
  } catch (error) {
    if (error instanceof JsonSyntaxError) return undefined;
    throw error;
  }
}

/** An item ends with the brace, and the next begins behind the comma. */
function cutItems(body: string, start: number, end: number): readonly string[] {
  const items: string[] = [];
  let at = start;
  for (let next = body.indexOf(nextItem, at); next >= 0 && next < end; next = body.indexOf(nextItem, at)) {
    items.push(body.slice(at, next + 1));
    at = next + 2;
  }
  return [...items, body.slice(at, end)];
}

function isArray(body: string): boolean {
  return body.charAt(skipSpace(body, 0)) === '[';
}

/** Item for item, so that what stands before a mistake is not lost. */
function addItems(body: string, found: Piece[], limits: PieceLimits): void {
  let at = skipSpace(body, skipSpace(body, 0) + 1);
  while (body.charAt(at) !== ']') {
    const { value, end } = readJsonPrefix(body, at, limits);
    addDocument(value, body.slice(at, end).trim(), found, limits);
    const isMore = body.charAt(end) === ',';
    if (!isMore && body.charAt(end) !== ']') throw new JsonSyntaxError('Expected "," or "]"', end);
    at = isMore ? skipSpace(body, end + 1) : end;
    if (isMore && body.charAt(at) === ']') throw new JsonSyntaxError('Expected a value, found "]"', at);
  }
  const end = skipSpace(body, at + 1);
  if (end < body.length) throw new JsonSyntaxError('Unexpected text after the value', end);
}

function addDocument(json: Json, text: string, found: Piece[], limits: PieceLimits): void {
  if (isJsonList(json)) {
    for (const item of json) addDocument(item, isJsonList(item) ? '' : JSON.stringify(item), found, limits);
    return;
  }
  const items = member(json, 'kind') === 'EventList' ? member(json, 'items') : undefined;
  if (!isJsonObject(json) || !isJsonList(items)) return add({ json, text, isListed: false }, found, limits);
  for (const item of items) add({ json: item, text: JSON.stringify(item), isListed: true }, found, limits);
}

/** What is in pieces takes many times the memory of the body. */
function add(piece: Piece, found: Piece[], { maxPieces }: PieceLimits): void {
  if (found.length >= maxPieces) throw new TooManyPieces();
  found.push(piece);
}
