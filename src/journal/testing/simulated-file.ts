/** What a disk writes whole or not at all. */
export const sectorBytes = 512;

/** A file as programs see it, and as it would be found after a power cut. */
export class SimulatedFile {
  /** What programs read. */
  content: Buffer;
  #stable: Buffer;
  /** Sectors whose content may be on the disk or not. */
  readonly #doubtful: Set<number>;

  constructor(content: Buffer, stable: Buffer = Buffer.from(content), doubtful: Iterable<number> = []) {
    this.content = content;
    this.#stable = stable;
    this.#doubtful = new Set(doubtful);
  }

  /** Begins a write. Returns what makes it durable, and what makes it never have happened. */
  write(bytes: Uint8Array, position: number): { readonly sync: () => void; readonly undo: () => void } {
    const before = this.content;
    const end = position + bytes.length;
    this.content = Buffer.alloc(Math.max(before.length, end));
    before.copy(this.content);
    this.content.set(bytes, position);
    const sectors = sectorsOf(position, end);
    for (const sector of sectors) this.#doubtful.add(sector);
    return { sync: () => this.#sync(sectors, end), undo: () => (this.content = before) };
  }

  /** The file after a power cut, where `isThere` decides upon each doubt in turn. */
  afterPowerCut(isThere: () => boolean): SimulatedFile {
    const hasNewSize = this.content.length > this.#stable.length && isThere();
    const found = Buffer.alloc(hasNewSize ? this.content.length : this.#stable.length);
    this.#stable.copy(found);
    for (const sector of this.#doubtful) {
      const start = sector * sectorBytes;
      if (start < found.length && isThere()) this.content.copy(found, start, start, start + sectorBytes);
    }
    return new SimulatedFile(found);
  }

  /** The same, with the same doubts. */
  copy(): SimulatedFile {
    return new SimulatedFile(Buffer.from(this.content), Buffer.from(this.#stable), this.#doubtful);
  }

  #sync(sectors: readonly number[], end: number): void {
    const stable = Buffer.alloc(Math.max(this.#stable.length, end));
    this.#stable.copy(stable);
    for (const sector of sectors) {
      const start = sector * sectorBytes;
      this.content.copy(stable, start, start, start + sectorBytes);
      this.#doubtful.delete(sector);
    }
    this.#stable = stable;
  }
}

function sectorsOf(start: number, end: number): readonly number[] {
  const first = Math.floor(start / sectorBytes);
  return Array.from({ length: Math.ceil(end / sectorBytes) - first }, (_, index) => first + index);
}
