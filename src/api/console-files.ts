import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** The built console, held in memory: some hundred kilobytes. */
export interface ConsoleFiles {
  /** `index.html`, with `%BASE%` and `%NONCE%` in it. */
  readonly page: string;
  /** By their path below the console's, without a slash before it. */
  readonly assets: ReadonlyMap<string, Asset>;
}

export interface Asset {
  readonly type: string;
  readonly etag: string;
  /** Its name changes with its content. */
  readonly isImmutable: boolean;
  /** Compressed when it is asked for first. */
  content(encoding: Encoding): Promise<Uint8Array<ArrayBuffer>>;
}

export type Encoding = 'br' | 'gzip' | 'identity';

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
};

const compressors = {
  br: (bytes: Uint8Array) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
  gzip: (bytes: Uint8Array) => promisify(gzip)(bytes, { level: 9 }),
};

/** `undefined` where the console was not built. */
export async function readConsoleFiles(folder: string): Promise<ConsoleFiles | undefined> {
  const page = await readFile(path.join(folder, 'index.html'), 'utf8').catch(() => undefined);
  if (page === undefined) return undefined;
  const names = await readdir(folder, { recursive: true });
  const served = names.filter((name) => types[path.extname(name)] !== undefined);
  const assets = await Promise.all(
    served.map(async (name): Promise<[string, Asset]> => {
      const url = name.split(path.sep).join('/');
      return [url, asset(url, new Uint8Array(await readFile(path.join(folder, name))))];
    }),
  );
  return { page, assets: new Map(assets) };
}

function asset(name: string, bytes: Uint8Array<ArrayBuffer>): Asset {
  const type = types[path.extname(name)] ?? 'application/octet-stream';
  const isCompressible = !/^image\/(?!svg)|^font\//.test(type);
  const compressed = new Map<Encoding, Promise<Uint8Array<ArrayBuffer>>>();

  function content(encoding: Encoding): Promise<Uint8Array<ArrayBuffer>> {
    if (encoding === 'identity' || !isCompressible) return Promise.resolve(bytes);
    const known = compressed.get(encoding) ?? compressors[encoding](bytes).then((made) => new Uint8Array(made));
    compressed.set(encoding, known);
    return known;
  }

  const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
  return { type, etag, isImmutable: name.startsWith('assets/'), content };
}

/** What of ours a client takes, from `Accept-Encoding`. */
export function encodingFor(accepted: string | undefined): Encoding {
  const names = (accepted ?? '').split(',').flatMap((part) => {
    const [name = '', quality = ''] = part
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/);
    return /^q=0(?:\.0*)?$/.test(quality) ? [] : [name];
  });
  if (names.includes('br')) return 'br';
  return names.includes('gzip') ? 'gzip' : 'identity';
}
