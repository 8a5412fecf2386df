/** A file system as an archive in which nothing depends on the machine or the hour: the same files give the same bytes. */
export interface TarEntry {
  /** Without a slash before it: `usr/bin/node`. */
  readonly path: string;
  readonly mode: number;
  /** 0: root. */
  readonly owner: number;
  readonly content: { readonly file: Uint8Array } | { readonly link: string } | 'folder';
}

const blockBytes = 512;

/** See https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html, "ustar Interchange Format". */
export function tar(entries: readonly TarEntry[], timeS: number): Buffer {
  const sorted = entries.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const blocks = sorted.flatMap((entry) => {
    const body = typeof entry.content === 'object' && 'file' in entry.content ? entry.content.file : new Uint8Array();
    return [header(entry, body.length, timeS), body, Buffer.alloc(-body.length & (blockBytes - 1))];
  });
  return Buffer.concat([...blocks, Buffer.alloc(2 * blockBytes)]);
}

function header({ path, mode, owner, content }: TarEntry, size: number, timeS: number): Buffer {
  const name = content === 'folder' ? `${path}/` : path;
  if (Buffer.byteLength(name) > 100) throw new Error(`The path is too long for an archive: ${name}`);
  const block = Buffer.alloc(blockBytes);
  const octal = (value: number, at: number, length: number) =>
    block.write(value.toString(8).padStart(length - 1, '0'), at, 'latin1');
  block.write(name, 0);
  octal(mode, 100, 8);
  octal(owner, 108, 8);
  octal(owner, 116, 8);
  octal(size, 124, 12);
  octal(timeS, 136, 12);
  block.write(typeOf(content), 156);
  if (typeof content === 'object' && 'link' in content) block.write(content.link, 157);
  block.write('ustar\x0000', 257, 'latin1');
  // The sum counts its own field as blanks.
  block.fill(' ', 148, 156);
  octal(
    block.reduce((sum, byte) => sum + byte, 0),
    148,
    7,
  );
  block[154] = 0;
  return block;
}

function typeOf(content: TarEntry['content']): string {
  if (content === 'folder') return '5';
  return 'link' in content ? '2' : '0';
}
