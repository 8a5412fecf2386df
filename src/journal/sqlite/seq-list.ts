/**
 * Sequence numbers, ascending and distinct, as the differences between neighbours in base-128 digits, least first. Most
 * lists that need storing have small gaps, so that an alert costs a byte.
 */
export function encodeSeqs(seqs: readonly number[]): Uint8Array {
  const bytes: number[] = [];
  let previous = seqs[0] ?? 0;
  for (const seq of seqs.slice(1)) {
    let gap = seq - previous;
    while (gap >= 0x80) {
      bytes.push((gap % 0x80) | 0x80);
      gap = Math.floor(gap / 0x80);
    }
    bytes.push(gap);
    previous = seq;
  }
  return Uint8Array.from(bytes);
}

export function decodeSeqs(first: number, bytes: Uint8Array): number[] {
  const seqs = [first];
  let previous = first;
  let gap = 0;
  let weight = 1;
  for (const byte of bytes) {
    gap += (byte & 0x7f) * weight;
    weight *= 0x80;
    if (byte >= 0x80) continue;
    previous += gap;
    seqs.push(previous);
    gap = 0;
    weight = 1;
  }
  return seqs;
}

/** Every number from first to last. */
export function seqRange(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

export function ascending(seqs: Iterable<number>): number[] {
  return [...new Set(seqs)].sort((a, b) => a - b);
}
