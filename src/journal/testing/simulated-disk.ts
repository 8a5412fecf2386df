import type { LogFile, LogFolder } from '../append-log/log-folder.ts';
import { SimulatedFile } from './simulated-file.ts';

export interface DiskOperation {
  readonly kind: 'open' | 'create' | 'write';
  readonly name: string;
}

export interface DiskNature {
  /** An operation is under way until this resolves, and fails if this rejects. */
  readonly pass?: (operation: DiskOperation) => Promise<void>;
  /** Called after each change of what a power cut would leave. */
  readonly changed?: () => void;
}

/** Decides whether something that was under way, or not yet durable, is there. */
export type IsThere = () => boolean;

interface NameChange {
  readonly name: string;
  /** `undefined` for a removal. */
  readonly file: SimulatedFile | undefined;
  isDone: boolean;
}

/**
 * A disk with a power switch, which holds the folder of the append log. A write is durable when it resolves. Until then, and
 * after it failed, any of its sectors may be there. New names and removals are durable when a later `create` or
 * `syncNames` has ended, since these flush the folder. Sectors are never torn themselves.
 */
export class SimulatedDisk implements LogFolder {
  readonly #nature: DiskNature;
  readonly #durable: Map<string, SimulatedFile>;
  #changes: NameChange[] = [];
  /** Under way, or failed: whether it happened is open. */
  readonly #open = new Set<{ readonly undo: () => void }>();

  constructor(nature: DiskNature = {}, files: Iterable<readonly [string, SimulatedFile]> = []) {
    this.#nature = nature;
    this.#durable = new Map(files);
  }

  names(): readonly string[] {
    return [...this.#visible().keys()];
  }

  read(name: string): Buffer {
    return Buffer.from(this.#file(name).content);
  }

  syncNames(): void {
    for (const change of this.#changes) if (change.isDone) apply(change, this.#durable);
    this.#changes = this.#changes.filter(({ isDone }) => !isDone);
    this.#changed();
  }

  async open(name: string): Promise<LogFile> {
    const file = this.#file(name);
    await this.#pass({ kind: 'open', name });
    return this.#handle(name, file);
  }

  async create(name: string, bytes: number): Promise<LogFile> {
    const change: NameChange = { name, file: new SimulatedFile(Buffer.alloc(bytes)), isDone: false };
    const before = this.#changes.filter(({ isDone }) => isDone);
    this.#changes.push(change);
    this.#changed();
    try {
      await this.#pass({ kind: 'create', name });
    } catch (error) {
      this.#changes = this.#changes.filter((each) => each !== change);
      throw error;
    }
    change.isDone = true;
    for (const each of [...before, change]) apply(each, this.#durable);
    this.#changes = this.#changes.filter((each) => !before.includes(each) && each !== change);
    this.#changed();
    return this.#handle(name, this.#file(name));
  }

  remove(name: string): void {
    this.#changes.push({ name, file: undefined, isDone: true });
    this.#changed();
  }

  /** What a power cut leaves now. `isThere` is asked for each doubt. */
  afterPowerCut(isThere: IsThere, nature: DiskNature = {}): SimulatedDisk {
    const names = new Map(this.#durable);
    for (const change of this.#changes) if (isThere()) apply(change, names);
    return new SimulatedDisk(
      nature,
      [...names].map(([name, file]) => [name, file.afterPowerCut(isThere)] as const),
    );
  }

  /** What the end of the process leaves now: all it has done, which a power cut may still undo; `isThere` for the rest. */
  afterKill(isThere: IsThere, nature: DiskNature = {}): SimulatedDisk {
    for (const { undo } of this.#open) if (!isThere()) undo();
    const copies = new Map<SimulatedFile, SimulatedFile>();
    const copyOf = (file: SimulatedFile) => {
      const copy = copies.get(file) ?? file.copy();
      copies.set(file, copy);
      return copy;
    };
    const disk = new SimulatedDisk(
      nature,
      [...this.#durable].map(([name, file]) => [name, copyOf(file)] as const),
    );
    for (const { name, file, isDone } of this.#changes) {
      if (isDone || isThere()) disk.#changes.push({ name, file: file && copyOf(file), isDone: true });
    }
    return disk;
  }

  #handle(name: string, file: SimulatedFile): LogFile {
    return { write: (bytes, position) => this.#write(name, file, bytes, position), close: async () => {} };
  }

  async #write(name: string, file: SimulatedFile, bytes: Uint8Array, position: number): Promise<void> {
    const write = file.write(bytes, position);
    this.#open.add(write);
    this.#changed();
    await this.#pass({ kind: 'write', name });
    this.#open.delete(write);
    write.sync();
    this.#changed();
  }

  #visible(): Map<string, SimulatedFile> {
    const names = new Map(this.#durable);
    for (const change of this.#changes) if (change.isDone) apply(change, names);
    return names;
  }

  #file(name: string): SimulatedFile {
    const file = this.#visible().get(name);
    if (!file) throw new Error(`ENOENT: no such file or directory, open '${name}'`);
    return file;
  }

  async #pass(operation: DiskOperation): Promise<void> {
    await this.#nature.pass?.(operation);
  }

  #changed(): void {
    this.#nature.changed?.();
  }
}

function apply({ name, file }: NameChange, names: Map<string, SimulatedFile>): void {
  if (file) names.set(name, file);
  else names.delete(name);
}
