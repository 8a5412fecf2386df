/** What the answers of a server hold; there are no numbers of note in them. */
export type Unpacked = null | boolean | number | string | readonly Unpacked[] | ReadonlyMap<string, Unpacked>;

/** Thrown where the bytes end within a value: there may be more to come. */
class Incomplete extends Error {}

/**
 * Reads one value of MessagePack at the start of some bytes, and says where it ends; `undefined` where more bytes are needed.
 * Bytes are read as text, since servers send salts as either.
 * @throws Error for what is no MessagePack, or none of what the answers of a server are made of
 */
export function readPacked(bytes: Buffer): { readonly value: Unpacked; readonly end: number } | undefined {
  const reader = new Reader(bytes);
  try {
    return { value: reader.value(0), end: reader.position };
  } catch (error) {
    if (error instanceof Incomplete) return undefined;
    throw error;
  }
}

const maxDepth = 8;

class Reader {
  readonly #bytes: Buffer;
  position = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  value(depth: number): Unpacked {
    if (depth > maxDepth) throw new Error('The answer is nested too deep');
    const type = this.#unsigned(1);
    if (type < 0x80) return type;
    if (type < 0x90) return this.#map(type - 0x80, depth);
    if (type < 0xa0) return this.#list(type - 0x90, depth);
    if (type < 0xc0) return this.#text(type - 0xa0);
    if (type >= 0xe0) return type - 0x100;
    return this.#typed(type, depth);
  }

  #typed(type: number, depth: number): Unpacked {
    if (type === 0xc0) return null;
    if (type === 0xc2 || type === 0xc3) return type === 0xc3;
    const size = sizes[type];
    if (size === undefined) throw new Error(`The answer is no MessagePack of a Fluentd (0x${type.toString(16)})`);
    const number = this.#unsigned(size);
    if (type >= 0xcc && type <= 0xce) return number;
    if (type === 0xdc || type === 0xdd) return this.#list(number, depth);
    return type === 0xde || type === 0xdf ? this.#map(number, depth) : this.#text(number);
  }

  #list(length: number, depth: number): readonly Unpacked[] {
    const items: Unpacked[] = [];
    while (items.length < length) items.push(this.value(depth + 1));
    return items;
  }

  #map(length: number, depth: number): ReadonlyMap<string, Unpacked> {
    const entries = new Map<string, Unpacked>();
    for (let read = 0; read < length; read++) {
      const key = this.value(depth + 1);
      if (typeof key !== 'string') throw new Error('The answer is a map whose names are no texts');
      entries.set(key, this.value(depth + 1));
    }
    return entries;
  }

  #text(length: number): string {
    return this.#take(length).toString('latin1');
  }

  #unsigned(size: number): number {
    return this.#take(size).readUIntBE(0, size);
  }

  #take(length: number): Buffer {
    const end = this.position + length;
    if (end > this.#bytes.length) throw new Incomplete();
    const taken = this.#bytes.subarray(this.position, end);
    this.position = end;
    return taken;
  }
}

/** How many bytes of a number or a length follow a type: bytes, unsigned integers, texts, lists and maps. */
const sizes: Readonly<Record<number, number>> = {
  0xc4: 1,
  0xc5: 2,
  0xc6: 4,
  0xcc: 1,
  0xcd: 2,
  0xce: 4,
  0xd9: 1,
  0xda: 2,
  0xdb: 4,
  0xdc: 2,
  0xdd: 4,
  0xde: 2,
  0xdf: 4,
};
