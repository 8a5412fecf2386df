import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Share } from './byte-budget.ts';
import { aborted, bomb, invalidBody, Refusal, tooLarge, unknownEncoding } from './refusal.ts';

export interface BodyRoom {
  readonly maxBytes: number;
  /** What sets that limit. */
  readonly option: string;
  readonly share: Share;
  /** Bounds a wait for room. */
  readonly within: (room: Promise<void>) => Promise<void>;
}

/** So much is read of a body that waits for room, so that a small one is there even if its sender leaves meanwhile. */
const maxWaitingBytes = 64 * 1024;

/** Alerts that are alike compress to a thirtieth; what is blown up a thousandfold is meant to cost memory. */
const maxExpansion = 100;
const maxUncheckedBytes = 1024 * 1024;

/**
 * Reads a body, decompressed. It is never larger than `maxBytes`, and counts in the budget as it arrives.
 * @throws Refusal for one that is too large, broken off, badly compressed, or finds no room in time
 */
export function readBody(request: IncomingMessage, response: ServerResponse, room: BodyRoom): Promise<Buffer> {
  const { headers } = request;
  if (Number(headers['content-length'] ?? 0) > room.maxBytes) throw tooLarge(room.maxBytes, room.option);
  const encoding = headers['content-encoding']?.trim().toLowerCase() ?? '';
  const isPlain = encoding === '' || encoding === 'identity';
  if (!isPlain && encoding !== 'gzip' && encoding !== 'x-gzip') throw unknownEncoding();
  if (headers.expect !== undefined) response.writeContinue();
  return isPlain ? collect(request, room, aborted) : readUnzipped(request, room);
}

/** The compressed bytes are never together in memory, and a bomb stops at the limit. */
async function readUnzipped(request: IncomingMessage, room: BodyRoom): Promise<Buffer> {
  const unzipped = createGunzip();
  const leave = (error: Error) => unzipped.destroy(aborted(error));
  request.on('error', leave).pipe(unzipped);
  try {
    const expandsTooFar = (bytes: number) => bytes > maxUncheckedBytes && bytes > unzipped.bytesWritten * maxExpansion;
    return await collect(
      unzipped,
      { ...room, expandsTooFar },
      (error) => new Refusal('syntax', 'The body is not gzip', invalidBody, error),
    );
  } finally {
    request.unpipe(unzipped);
    unzipped.destroy();
  }
}

/** @param refusal what is answered when the source fails */
function collect(
  source: Readable,
  {
    maxBytes,
    option,
    share,
    within,
    expandsTooFar,
  }: BodyRoom & { readonly expandsTooFar?: (bytes: number) => boolean },
  refusal: (error: unknown) => Refusal,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  let waitingBytes = 0;
  let room: Promise<void> | undefined;
  let isGivenUp = false;

  return new Promise((resolve, reject) => {
    const giveUp = (error: unknown) => {
      isGivenUp = true;
      source.off('data', take).pause();
      reject(error instanceof Refusal ? error : refusal(error));
    };
    const take = (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maxBytes) return giveUp(tooLarge(maxBytes, option));
      if (expandsTooFar?.(bytes)) return giveUp(bomb(maxExpansion));
      chunks.push(chunk);
      const growth = share.grow(chunk.length);
      if (growth) waitFor(growth, chunk.length);
    };
    const waitFor = (growth: Promise<void>, growthBytes: number) => {
      waitingBytes += growthBytes;
      if (waitingBytes > maxWaitingBytes) source.pause();
      room = within(growth).then(() => {
        waitingBytes -= growthBytes;
        if (!isGivenUp) source.resume();
      });
      room.catch(giveUp);
    };
    const finish = () => {
      const body = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, bytes);
      if (room) room.then(() => resolve(body), reject);
      else resolve(body);
    };
    source.on('data', take).on('end', finish).on('error', giveUp);
  });
}
