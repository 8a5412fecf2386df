import path from 'node:path';
import { backoffMs } from '#kit/backoff.ts';
import type { Clock } from '#kit/clock.ts';
import type { Log } from '#kit/log.ts';
import type { Documents } from '#journal/documents.ts';
import type { AuditReader } from '../audit-reader.ts';
import { unusable } from '../audit-request.ts';
import { RefusalLog } from '../refusal-log.ts';
import { detectInLines } from './detect-in-lines.ts';
import { FilePositions, type FilePosition } from './file-positions.ts';
import { filesIn, findFiles, type FoundFile, type Search } from './find-files.ts';
import { FollowedFile, type Piece } from './followed-file.ts';
import { keepDetections, type DetectionKeeper } from './keep-detections.ts';

export interface AuditFilesParts extends DetectionKeeper {
  readonly documents: Documents;
  readonly reader: AuditReader;
  readonly clock: Clock;
  readonly log: Log;
  /** Files, folders and patterns. Asked in every round, so that a changed configuration counts from the next one. */
  readonly patterns: () => readonly string[];
  readonly pollMs?: number;
  /** How long a file that has another name now is read on: who writes may not know yet. */
  readonly leaveMs?: number;
}

const retry = { initialMs: 500, maxMs: 30_000 };

/**
 * Follows audit logs as `tail -F` does: files that grow, are renamed and begun anew, or are cut down. Rules are evaluated on their
 * lines. Where a file stands is kept once what was found is durable, so that a restart neither loses anything nor begins anew.
 * Resolves when the signal is aborted.
 */
export async function followAuditFiles(parts: AuditFilesParts, signal: AbortSignal): Promise<void> {
  await new AuditFiles(parts, signal).follow();
}

class AuditFiles {
  readonly #parts: AuditFilesParts;
  readonly #signal: AbortSignal;
  readonly #positions: FilePositions;
  readonly #refusals: RefusalLog;
  readonly #open = new Map<string, FollowedFile>();
  /** Since when files are not found any more that were. */
  readonly #leaving = new Map<string, number>();
  /** What was said of files that cannot be read, each once. */
  readonly #told = new Map<string, string>();
  /** Where files stood that are not open. */
  readonly #left = new Map<string, FilePosition>();
  #hasLoaded = false;

  constructor(parts: AuditFilesParts, signal: AbortSignal) {
    this.#parts = parts;
    this.#signal = signal;
    this.#positions = new FilePositions(parts.documents);
    this.#refusals = new RefusalLog(parts.log, parts.clock);
  }

  async follow(): Promise<void> {
    const { clock, log, pollMs = 1000 } = this.#parts;
    while (!this.#signal.aborted) {
      try {
        await this.#round();
      } catch (error) {
        if (!this.#signal.aborted) log.error({ err: error }, 'Audit files could not be followed, it is tried again');
      }
      await clock.sleep(pollMs, this.#signal).catch(() => {});
    }
    await Promise.all([...this.#open.values()].map((file) => file.close()));
  }

  async #round(): Promise<void> {
    const patterns = this.#parts.patterns();
    if (!this.#hasLoaded && patterns.length === 0) return;
    if (!this.#hasLoaded) await this.#load();
    const search = await findFiles(patterns);
    this.#tellProblems(search);
    await this.#leaveUnwanted(patterns);
    await this.#openMoved(search, patterns);
    for (const file of search.files) await this.#openOrRename(file);
    await this.#readAll();
    await this.#finishGone(search);
    this.#count();
  }

  #count(): void {
    const open = [...this.#open.values()];
    const unreadBytes = open.reduce((sum, file) => sum + file.unreadBytes, 0);
    this.#parts.reader.follow({ files: open.length, unreadBytes });
  }

  async #load(): Promise<void> {
    for (const position of await this.#positions.list()) this.#left.set(position.id, position);
    this.#hasLoaded = true;
  }

  /** Those that the configuration does not have any more. Their positions stay, in case they come back. */
  async #leaveUnwanted(patterns: readonly string[]): Promise<void> {
    for (const [id, followed] of this.#open) {
      if (patterns.includes(followed.file.pattern)) continue;
      this.#open.delete(id);
      await followed.close();
      for (const position of await this.#positions.list()) if (position.id === id) this.#left.set(id, position);
    }
  }

  /** Files that were renamed while nobody looked are first read to their ends. */
  async #openMoved({ files }: Search, patterns: readonly string[]): Promise<void> {
    for (const left of this.#left.values()) {
      const isFound = files.some(({ id }) => id === left.id);
      if (isFound || !patterns.includes(left.pattern)) continue;
      const siblings = await filesIn(path.dirname(left.path), left.pattern).catch(() => []);
      const moved = siblings.find(({ id }) => id === left.id);
      if (moved) await this.#openOrRename(moved);
      else await this.#lose(left);
    }
  }

  async #lose(left: FilePosition): Promise<void> {
    this.#left.delete(left.id);
    await this.#positions.forget(left.id);
    this.#parts.log.warn(
      { file: left.path, offset: left.offset },
      'An audit file is gone that was read up to here: what was written to it afterwards was not evaluated',
    );
  }

  async #openOrRename(file: FoundFile): Promise<void> {
    const followed = this.#open.get(file.id);
    if (followed) return followed.rename(file);
    const left = this.#left.get(file.id);
    try {
      const opened = await FollowedFile.open(file, left);
      this.#open.set(file.id, opened);
      this.#left.delete(file.id);
      this.#told.delete(file.path);
      this.#parts.log.info({ file: file.path, offset: opened.offset }, 'An audit file is followed');
    } catch (error) {
      this.#tell(file.path, error instanceof Error ? error.message : String(error));
    }
  }

  /** In turns, so that a long file does not keep the others waiting. */
  async #readAll(): Promise<void> {
    let unread = [...this.#open.values()];
    while (unread.length > 0 && !this.#signal.aborted) {
      const more: FollowedFile[] = [];
      for (const file of unread) if (await this.#readPiece(file)) more.push(file);
      unread = more;
    }
  }

  /** Whether there is more. */
  async #readPiece(followed: FollowedFile): Promise<boolean> {
    if (this.#signal.aborted) return false;
    const piece = await followed.read(this.#parts.reader.limits.maxEventBytes);
    if (piece.isAnew) {
      this.#parts.log.info({ file: followed.file.path }, 'An audit file was cut down: it is read from its beginning');
    }
    this.#count();
    await this.#take(piece, followed.file);
    return !piece.isAtEnd;
  }

  /** Does not end before what was found is durable, or all is to end: then the lines are read again at the next start. */
  async #take({ lines, position }: Piece, file: FoundFile): Promise<void> {
    if (!position) return;
    const { alerts, events, refused } = detectInLines(lines, this.#parts.reader);
    if (refused.length > 0) this.#refusals.write(unusable(refused, events), { file: file.path });
    await this.#untilItWorks(() => keepDetections(alerts, this.#parts));
    await this.#untilItWorks(() => this.#positions.keep(position));
  }

  async #untilItWorks(work: () => Promise<void>): Promise<void> {
    const { clock, log } = this.#parts;
    for (let failures = 1; !this.#signal.aborted; failures++) {
      try {
        return await work();
      } catch (error) {
        log.error({ err: error }, 'What was found in an audit file could not be kept, it is tried again');
        await clock
          .sleep(
            backoffMs(retry, failures, () => 1),
            this.#signal,
          )
          .catch(() => {});
      }
    }
    this.#signal.throwIfAborted();
  }

  /** Files that were renamed out of sight, or removed, are done with after a while. */
  async #finishGone({ files }: Search): Promise<void> {
    const { clock, leaveMs = 5000 } = this.#parts;
    const nowMs = clock.monotonic();
    for (const [id, followed] of this.#open) {
      const isThere = files.some((file) => file.id === id);
      if (isThere) this.#leaving.delete(id);
      else if (!this.#leaving.has(id)) this.#leaving.set(id, nowMs);
      else if (nowMs - (this.#leaving.get(id) ?? nowMs) >= leaveMs) await this.#finish(id, followed);
    }
  }

  async #finish(id: string, followed: FollowedFile): Promise<void> {
    await this.#take(await followed.finish(this.#parts.reader.limits.maxEventBytes), followed.file);
    this.#open.delete(id);
    this.#leaving.delete(id);
    await followed.close();
    await this.#positions.forget(id);
    this.#parts.log.info({ file: followed.file.path }, 'An audit file is read to its end, and gone');
  }

  #tellProblems({ problems }: Search): void {
    for (const [pattern, problem] of problems) this.#tell(pattern, problem);
    for (const pattern of this.#told.keys()) {
      if (!problems.has(pattern) && this.#parts.patterns().includes(pattern)) this.#told.delete(pattern);
    }
  }

  #tell(file: string, problem: string): void {
    if (this.#told.get(file) === problem) return;
    this.#told.set(file, problem);
    this.#parts.log.warn({ file }, `An audit file cannot be read, it is waited for: ${problem}`);
  }
}
