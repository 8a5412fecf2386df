import { createReadStream, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** A piece of a log, such as a line. */
export interface LogText {
  readonly text: string;
  /** When its file was last written. */
  readonly writtenNs: bigint;
}

/** So much JSON that is laid out over lines is read at once. */
const maxDocumentCharacters = 256 * 1024 * 1024;

const logName = /\.(?:json|jsonl|ndjson|log)(?:\.gz)?$/;

/** Logs by name; of a folder, as of a bucket that was copied, all in it and below that are JSON by their names. */
export function findLogs(names: readonly string[]): readonly string[] {
  return names.flatMap((name) => {
    if (!readable(name, () => statSync(name)).isDirectory()) return [name];
    const found = readdirSync(name, { recursive: true, encoding: 'utf8' }).filter((file) => logName.test(file));
    if (found.length > 0) return found.toSorted().map((file) => path.join(name, file));
    throw new Error(
      `The folder "${name}" has no logs: their names end with .json, .jsonl, .ndjson or .log, or these and .gz`,
    );
  });
}

/**
 * The lines of a log, or its whole where one JSON value is laid out over lines. Unpacked, if it is gzip.
 * @throws Error naming the log
 */
export async function* logTexts(name: string): AsyncGenerator<LogText> {
  const writtenNs = readable(name, () => statSync(name, { bigint: true })).mtimeNs;
  let begun: string[] = [];
  let characters = 0;
  let isByLine = false;
  for await (const line of lines(name)) {
    if (line.trim() === '') continue;
    isByLine ||= begun.length === 0 ? isWhole(line) : begun.length === 1 && isObject(line);
    begun.push(line);
    characters += line.length;
    if (isByLine) {
      for (const text of begun) yield { text, writtenNs };
      begun = [];
    } else if (characters > maxDocumentCharacters) {
      throw new Error(`The log "${name}" is one large JSON value over many lines: make it a line, with "jq -c"`);
    }
  }
  if (begun.length > 0) yield { text: begun.join('\n'), writtenNs };
}

async function* lines(name: string): AsyncGenerator<string> {
  const packed = createReadStream(name);
  try {
    yield* createInterface({ input: await unpacked(packed), crlfDelay: Infinity });
  } catch (error) {
    throw unreadable(name, error);
  } finally {
    packed.destroy();
  }
}

/** By its first bytes: names are not to be relied on. */
async function unpacked(file: Readable): Promise<Readable> {
  const isGzip = await new Promise<boolean>((resolve, reject) => {
    file.once('error', reject).once('readable', () => {
      const start: unknown = file.read(2);
      if (Buffer.isBuffer(start)) file.unshift(start);
      resolve(Buffer.isBuffer(start) && start[0] === 0x1f && start[1] === 0x8b);
    });
  });
  if (!isGzip) return file;
  const content = createGunzip();
  file.once('error', (error) => content.destroy(error));
  return file.pipe(content);
}

/** The first line of a value that is laid out over lines is not. What is no JSON at all is told by who reads it. */
function isWhole(line: string): boolean {
  return !/^\s*[{[]/.test(line) || /[}\]]\s*$/.test(line);
}

/** As the second line of a log tells that the first was cut off, since what is laid out over lines is indented. */
function isObject(line: string): boolean {
  return /^\{.*\}\s*$/.test(line);
}

function readable<Result>(name: string, look: () => Result): Result {
  try {
    return look();
  } catch (error) {
    throw unreadable(name, error);
  }
}

function unreadable(name: string, cause: unknown): Error {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new Error(`The log "${name}" cannot be read: ${reason}`, { cause });
}
