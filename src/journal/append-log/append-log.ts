import { randomBytes } from 'node:crypto';
import { alignedLength, markBytes, readFrames, writeFrameHeader } from './frame.ts';
import type { Frame, FrameHeader } from './frame.ts';
import type { LogFile, LogFolder } from './log-folder.ts';

export interface AppendLogLimits {
  /** Of a file. A frame that is larger has a file of its own. */
  readonly segmentBytes: number;
  /** How many files that are not in use are kept for the next use. */
  readonly maxFree: number;
}

export const defaultLogLimits: AppendLogLimits = { segmentBytes: 8 * 1024 * 1024, maxFree: 2 };

/** What stands in a log, other than what is stored elsewhere already. */
export interface Recovered {
  /** Ascending; a frame may begin with alerts that are stored. */
  readonly frames: readonly Frame[];
  /** Alerts that were acknowledged and cannot be read any more. */
  readonly lost: number;
  /** Alerts of a write that was not finished, so that nobody heard that they are kept. */
  readonly unfinished: number;
  /** Files that cannot be read, and why. */
  readonly unreadable: readonly string[];
}

interface Segment {
  readonly name: string;
  /** At the beginning of its frames, and in its name. */
  readonly mark: Buffer;
  file: LogFile | undefined;
  /** Whether its space is allocated. */
  readonly isPrepared: boolean;
  position: number;
  /** The newest alert in it. */
  lastSeq: number;
  /** A write into it failed: it is not used again. */
  isSuspect: boolean;
}

/**
 * The first place where alerts are put down: a few files, written one after another by appending frames, each durable with one
 * write. What is stored in the database is released, and its file is used again, oldest first: until then it makes up for
 * damage to the write-ahead log of the database. Whoever opens a journal takes from it what the database does not have.
 */
export class AppendLog {
  readonly #folder: LogFolder;
  readonly #limits: AppendLogLimits;
  readonly #createMark: () => Buffer;
  readonly #waiting: Segment[] = [];
  readonly #free: Segment[] = [];
  /** Released, and removed only once another is: so long the database is not alone with what stands in it. */
  #spare: Segment | undefined;
  readonly #unreadable: string[] = [];
  #current: Segment | undefined;
  #preparing: Promise<void> | undefined;
  #lastNumber = 0;
  #lastName = 0;
  #isClosed = false;

  /** @param createMark gives bytes that nobody can guess */
  constructor(
    folder: LogFolder,
    limits: Partial<AppendLogLimits> = {},
    createMark: () => Buffer = () => randomBytes(markBytes),
  ) {
    this.#folder = folder;
    this.#limits = { ...defaultLogLimits, ...limits };
    this.#createMark = createMark;
  }

  /**
   * Reads what came after an alert. To be called once, before the first write, which may go to a file that is found here.
   * @throws Error when the folder cannot be flushed
   */
  recover(after: number): Recovered {
    this.#folder.syncNames();
    const frames: Frame[] = [];
    const broken: FrameHeader[] = [];
    for (const name of this.#folder.names()) {
      const mark = markOf(name);
      if (!mark) continue;
      this.#lastName = Math.max(this.#lastName, Number.parseInt(name, 10));
      const content = this.#read(name);
      if (!content) continue;
      const found = readFrames(content, mark);
      const headers = [...found.frames, ...found.broken];
      frames.push(...found.frames.filter((frame) => lastSeqOf(frame) > after));
      broken.push(...found.broken.filter((header) => lastSeqOf(header) > after));
      this.#lastNumber = Math.max(this.#lastNumber, ...headers.map(({ number }) => number));
      const isPrepared = content.length >= this.#limits.segmentBytes;
      const lastSeq = Math.max(0, ...headers.map(lastSeqOf));
      this.#waiting.push({ name, mark, file: undefined, isPrepared, position: 0, lastSeq, isSuspect: false });
    }
    return { ...withoutRepeats(frames, broken, after), unreadable: this.#unreadable };
  }

  /** A file that the disk does not give back is left as it is. */
  #read(name: string): Buffer | undefined {
    try {
      return this.#folder.read(name);
    } catch (error) {
      this.#unreadable.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  }

  /**
   * Puts down records, which stand in the buffer behind `frameHeaderBytes` left free. Durable when it resolves. To be called
   * again only after that. After a failure the next call goes to another file, since this one may not be trusted any more.
   */
  async write(frame: Buffer, firstSeq: number, count: number): Promise<void> {
    const segment = await this.#segmentFor(frame.length);
    writeFrameHeader(frame, segment.mark, { number: ++this.#lastNumber, firstSeq, count });
    try {
      await segment.file?.write(frame, segment.position);
    } catch (error) {
      segment.isSuspect = true;
      this.#retire();
      throw error;
    }
    segment.position += alignedLength(frame.length);
    segment.lastSeq = firstSeq + count - 1;
  }

  /** Alerts up to this one are durable elsewhere. */
  release(upTo: number): void {
    for (const segment of this.#waiting.splice(0)) {
      if (segment.lastSeq > upTo) this.#waiting.push(segment);
      else if (segment.isSuspect) void this.#remove(segment);
      else if (!segment.isPrepared || this.#free.length >= this.#limits.maxFree) this.#spend(segment);
      else this.#free.push(segment);
    }
  }

  #spend(segment: Segment): void {
    if (this.#spare) void this.#remove(this.#spare);
    this.#spare = segment;
  }

  /** Whether files wait to be released. */
  get isWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#preparing;
    const segments = [...this.#waiting, ...this.#free, this.#spare ?? [], this.#current ?? []].flat();
    await Promise.all(segments.map(async ({ file }) => file?.close()));
  }

  /** Goes on to the next file when this one is full, or when one is prepared and this one is not. */
  async #segmentFor(bytes: number): Promise<Segment> {
    const current = this.#current;
    if (current) {
      const fits = current.position === 0 || current.position + bytes <= this.#limits.segmentBytes;
      if (fits && (current.isPrepared || this.#free.length === 0)) return current;
      this.#retire();
    }
    const next = this.#free.shift() ?? (await this.#create(0));
    await this.#open(next);
    next.position = 0;
    this.#current = next;
    this.#prepareAnother();
    return next;
  }

  async #open(segment: Segment): Promise<void> {
    try {
      segment.file ??= await this.#folder.open(segment.name);
    } catch (error) {
      segment.isSuspect = true;
      this.#waiting.push(segment);
      throw error;
    }
  }

  #retire(): void {
    if (this.#current) this.#waiting.push(this.#current);
    this.#current = undefined;
  }

  /** Behind the writes, so that nobody waits for it. What fails here fails again where somebody does. */
  #prepareAnother(): void {
    if (this.#free.length > 0 || this.#preparing || this.#isClosed) return;
    this.#preparing = this.#create(this.#limits.segmentBytes)
      .then((segment) => void this.#free.push(segment))
      .catch(() => {})
      .finally(() => (this.#preparing = undefined));
  }

  async #create(bytes: number): Promise<Segment> {
    const mark = this.#createMark();
    const name = `${String(++this.#lastName).padStart(8, '0')}-${mark.toString('hex')}.log`;
    const file = await this.#folder.create(name, bytes);
    return { name, mark, file, isPrepared: bytes > 0, position: 0, lastSeq: 0, isSuspect: false };
  }

  /** A file that cannot be removed is found again at the next start. */
  async #remove(segment: Segment): Promise<void> {
    await segment.file?.close().catch(() => {});
    try {
      this.#folder.remove(segment.name);
    } catch {
      /* It takes space until then, and nothing else. */
    }
  }
}

/** `undefined` for a file that is none of the log. */
function markOf(name: string): Buffer | undefined {
  const [, mark] = /^\d{8,}-([0-9a-f]{16})\.log$/.exec(name) ?? [];
  return mark === undefined ? undefined : Buffer.from(mark, 'hex');
}

function lastSeqOf({ firstSeq, count }: FrameHeader): number {
  return firstSeq + count - 1;
}

/** In the order of the writes. A write that failed may have reached the disk all the same, and was then done again. */
function withoutRepeats(
  frames: readonly Frame[],
  broken: readonly FrameHeader[],
  after: number,
): Omit<Recovered, 'unreadable'> {
  const kept: Frame[] = [];
  let last = after;
  let lost = 0;
  for (const frame of frames.toSorted((a, b) => a.number - b.number)) {
    if (lastSeqOf(frame) <= last) continue;
    lost += Math.max(0, frame.firstSeq - last - 1);
    kept.push(frame);
    last = lastSeqOf(frame);
  }
  const unfinished = broken.filter((header) => lastSeqOf(header) > last);
  return { frames: kept, lost, unfinished: unfinished.reduce((sum, { count }) => sum + count, 0) };
}
