import { cpSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What can happen to a file behind the back of the program that wrote it. */
export type DamageKind = 'flip' | 'zero' | 'truncate' | 'delete' | 'empty' | 'foreign';

export interface Damage {
  readonly kind: DamageKind;
  /** Relative to the folder. */
  readonly file: string;
  /** The byte of the flip, the start of the page, or the new length. */
  readonly at: number;
}

export interface DamagePlan {
  /** How many flipped bits and zeroed pages. */
  readonly offsets: number;
  /** How many truncations. */
  readonly lengths: number;
}

const pageBytes = 4096;
/** One flipped bit for every so many places; the others are zeroed pages. */
const flipsOutOfTen = 8;

/** Every file is deleted, emptied and replaced by a foreign one; places within are drawn at random. */
export function planDamages(folder: string, { offsets, lengths }: DamagePlan, random: () => number): Damage[] {
  const files = filesOf(folder);
  const place = placesIn(folder, files, random);
  return [
    ...files.flatMap((file) => (['delete', 'empty', 'foreign'] as const).map((kind) => ({ kind, file, at: 0 }))),
    ...Array.from({ length: offsets }, (_, index): Damage => {
      const { file, at } = place(index);
      if (index % 10 < flipsOutOfTen) return { kind: 'flip', file, at };
      return { kind: 'zero', file, at: Math.floor(at / pageBytes) * pageBytes };
    }),
    ...Array.from({ length: lengths }, (_, index): Damage => ({ kind: 'truncate', ...place(index) })),
  ];
}

export function copyAndDamage(source: string, target: string, damage: Damage): void {
  rmSync(target, { recursive: true, force: true });
  cpSync(source, target, { recursive: true });
  inflict(path.join(target, damage.file), damage);
}

function inflict(file: string, { kind, at }: Damage): void {
  switch (kind) {
    case 'flip':
      return rewrite(file, (bytes) => (bytes[at] = (bytes[at] ?? 0) ^ (1 << (at % 8))));
    case 'zero':
      return rewrite(file, (bytes) => bytes.fill(0, at, Math.min(bytes.length, at + pageBytes)));
    case 'truncate':
      return truncateSync(file, at);
    case 'delete':
      return rmSync(file);
    case 'empty':
      return truncateSync(file, 0);
    case 'foreign':
      return writeFileSync(file, 'This is a letter to my aunt.\n'.repeat(1000));
  }
}

function rewrite(file: string, change: (bytes: Buffer) => void): void {
  const bytes = readFileSync(file);
  change(bytes);
  writeFileSync(file, bytes);
}

/** Relative paths, in the order of the alphabet. */
export function filesOf(folder: string): readonly string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name))).sort();
}

/** By turns in the next file, so that small ones have their share, and anywhere in all bytes. */
function placesIn(folder: string, files: readonly string[], random: () => number) {
  const sizes = files.map((file) => ({ file, size: writtenBytes(path.join(folder, file)) }));
  const filled = sizes.filter(({ size }) => size > 0);
  const total = filled.reduce((sum, { size }) => sum + size, 0);
  return (index: number): { readonly file: string; readonly at: number } => {
    const next = filled[Math.floor(index / 2) % filled.length];
    if (index % 2 === 0 && next) return { file: next.file, at: Math.floor(random() * next.size) };
    let at = Math.floor(random() * total);
    for (const { file, size } of filled) {
      if (at < size) return { file, at };
      at -= size;
    }
    throw new RangeError('There is no byte to damage');
  };
}

/** Up to the last byte that is not zero: what is only reserved behind it is not worth damaging. */
function writtenBytes(file: string): number {
  const bytes = readFileSync(file);
  return bytes.findLastIndex((byte) => byte !== 0) + 1;
}
