/**
 * The shortest input found that still does the same: ever smaller parts are taken out, then what is left is made plain. Bounded
 * by the number of tries.
 */
export async function minimise(
  input: Uint8Array,
  doesTheSame: (candidate: Uint8Array) => boolean | Promise<boolean>,
  maxTries = 2000,
): Promise<Uint8Array> {
  let tries = 0;
  const holds = async (candidate: Uint8Array) => tries++ < maxTries && (await doesTheSame(candidate));
  let best = input;
  for (let size = Math.ceil(input.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at < best.length;) {
      const candidate = without(best, at, size);
      if (await holds(candidate)) best = candidate;
      else at += size;
    }
  }
  for (let at = 0; at < best.length; at++) {
    const candidate = Uint8Array.from(best);
    candidate[at] = plain;
    if (best[at] !== plain && (await holds(candidate))) best = candidate;
  }
  return best;
}

const plain = 0x61;

function without(input: Uint8Array, at: number, size: number): Uint8Array {
  return Buffer.concat([input.subarray(0, at), input.subarray(at + size)]);
}
