import { readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { programFiles } from './program-files.ts';
import type { TarEntry } from './tar.ts';

export type Architecture = 'amd64' | 'arm64';

/** What an image is made from. */
export interface ImageSource {
  readonly architecture: Architecture;
  /** The built program. */
  readonly dist: string;
  /** Node's executable. */
  readonly node: string;
  /** Root of the Debian that the libraries come from. */
  readonly system: string;
  readonly licence: string;
  readonly bill: string;
}

/** Falcosidekick's user: volumes that were made for it stay readable. */
export const user = 1234;
export const dataFolder = '/var/lib/tiercel';
export const nodePath = '/usr/bin/node';
const programFolder = 'usr/lib/tiercel';

const triplets: Readonly<Record<Architecture, string>> = { amd64: 'x86_64-linux-gnu', arm64: 'aarch64-linux-gnu' };
const loaders: Readonly<Record<Architecture, string>> = {
  amd64: 'lib64/ld-linux-x86-64.so.2',
  arm64: 'lib/ld-linux-aarch64.so.1',
};

/** What Node is linked with. Names are resolved by the C library itself. */
export const libraries = ['libc.so.6', 'libdl.so.2', 'libgcc_s.so.1', 'libm.so.6', 'libpthread.so.0', 'libstdc++.so.6'];

/** The packages of Debian that these are in. */
export const systemPackages = ['ca-certificates', 'libc6', 'libgcc-s1', 'libstdc++6'];

/** What changes seldom: Node, what it is linked with, and what a process needs to know of its surroundings. */
export function systemLayer({ architecture, node, system }: ImageSource): readonly TarEntry[] {
  const triplet = triplets[architecture];
  const from = (name: string) => readFileSync(path.join(system, realPath(system, name)));
  return withFolders([
    file(nodePath.slice(1), readFileSync(node), 0o755),
    file(loaders[architecture], from(loaders[architecture]), 0o755),
    ...libraries.map((name) => file(`lib/${triplet}/${name}`, from(libraryIn(system, triplet, name)))),
    file('etc/ssl/certs/ca-certificates.crt', from('etc/ssl/certs/ca-certificates.crt')),
    file('etc/passwd', `root:x:0:0:root:/:/\ntiercel:x:${user}:${user}:Tiercel:${dataFolder}:/\n`),
    file('etc/group', `root:x:0:\ntiercel:x:${user}:\n`),
    file('etc/nsswitch.conf', 'hosts: files dns\n'),
    // Where a container engine mounts something, also over a root that cannot be written.
    ...['dev', 'proc', 'sys'].map((name): TarEntry => ({ path: name, mode: 0o755, owner: 0, content: 'folder' })),
    { path: 'tmp', mode: 0o1777, owner: 0, content: 'folder' },
    { path: dataFolder.slice(1), mode: 0o750, owner: user, content: 'folder' },
  ]);
}

/** What each version has anew. Falcosidekick's name is there, too, for whoever starts it by its name. */
export function programLayer({ dist, licence, bill }: ImageSource): readonly TarEntry[] {
  const program = `/${programFolder}/tiercel.js`;
  return withFolders([
    ...programFiles(dist, nodePath).map(({ path: name, isExecutable, bytes }) =>
      file(`${programFolder}/${name}`, bytes, isExecutable ? 0o755 : 0o644),
    ),
    link('usr/bin/tiercel', program),
    link('usr/bin/falcosidekick', program),
    file('usr/share/doc/tiercel/copyright', licence),
    file('usr/share/doc/tiercel/sbom.cdx.json', bill),
  ]);
}

function file(name: string, content: Uint8Array | string, mode = 0o644): TarEntry {
  return { path: name, mode, owner: 0, content: { file: Buffer.from(content) } };
}

function link(name: string, target: string): TarEntry {
  return { path: name, mode: 0o777, owner: 0, content: { link: target } };
}

/** Debian has libraries below `/lib` and below `/usr/lib`, which are one folder on an installed system only. */
function libraryIn(system: string, triplet: string, name: string): string {
  const places = [`usr/lib/${triplet}/${name}`, `lib/${triplet}/${name}`];
  const found = places.find((place) => realPath(system, place, true) !== '');
  if (found === undefined) throw new Error(`${name} is missing in ${system}`);
  return found;
}

function realPath(system: string, name: string, isOptional = false): string {
  try {
    return path.relative(system, realpathSync(path.join(system, name)));
  } catch (error) {
    if (isOptional) return '';
    throw error;
  }
}

function withFolders(entries: readonly TarEntry[]): readonly TarEntry[] {
  const known = new Set(entries.map((entry) => entry.path));
  const folders = new Set(entries.flatMap((entry) => foldersAbove(entry.path)));
  const missing = [...folders].filter((folder) => !known.has(folder));
  return [
    ...missing.map((folder): TarEntry => ({ path: folder, mode: 0o755, owner: 0, content: 'folder' })),
    ...entries,
  ];
}

function foldersAbove(name: string): string[] {
  const parts = name.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}
