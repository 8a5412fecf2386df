const pageBytes = 4096;
/** Of one instruction: what, which file, which page, where in it (two bytes), with what. */
const instructionBytes = 6;

type Files = ReadonlyMap<string, Buffer>;

/**
 * Damages files as a disk does: an input is a list of instructions, so that mutations of it are kinds of damage, and a corpus is small
 * although the files are not.
 */
export function damage(sound: Files, program: Uint8Array): Files {
  const files = new Map<string, Buffer>([...sound].map(([name, content]) => [name, Buffer.from(content)]));
  const names = [...sound.keys()];
  for (let at = 0; at + instructionBytes <= program.length; at += instructionBytes) {
    const [what = 0, which = 0, page = 0, high = 0, low = 0, value = 0] = program.subarray(at);
    const name = names[which % names.length] ?? '';
    const content = files.get(name);
    if (!content) continue;
    const changed = damaged(content, what % 7, page * pageBytes, high * 256 + low, value);
    if (changed) files.set(name, changed);
    else files.delete(name);
  }
  return files;
}

/** `undefined` takes the file away. */
function damaged(content: Buffer, what: number, pageStart: number, inPage: number, value: number): Buffer | undefined {
  const pageAt = within(content, pageStart);
  const at = within(content, pageStart + (inPage % pageBytes));
  switch (what) {
    case 0: // A bit turns.
      content[at] = (content[at] ?? 0) ^ (1 << (value % 8));
      return content;
    case 1: // A byte is another.
      content[at] = value;
      return content;
    case 2: // A page holds one value throughout.
      return content.fill(value, pageAt, Math.min(content.length, pageAt + pageBytes));
    case 3: // The end is missing.
      return content.subarray(0, at);
    case 4: // A page stands in the place of another.
      content.copy(
        content,
        pageAt,
        within(content, inPage * pageBytes),
        within(content, inPage * pageBytes) + pageBytes,
      );
      return content;
    case 5:
      return undefined;
    default: // Something follows the end.
      return Buffer.concat([content, Buffer.alloc(inPage % pageBytes, value)]);
  }
}

function within(content: Buffer, position: number): number {
  return position % Math.max(1, content.length);
}
