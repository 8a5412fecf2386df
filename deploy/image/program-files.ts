import { globSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** A file of the built program, below the folder that it is installed to. */
export interface ProgramFile {
  readonly path: string;
  readonly isExecutable: boolean;
  readonly bytes: Uint8Array;
}

/**
 * What `npm run build` made, without the maps that only a debugger reads. The program names the Node it is installed with,
 * since no other may be there, and in an image not even `env`.
 */
export function programFiles(dist: string, node: string): readonly ProgramFile[] {
  const names = globSync('**/*', { cwd: dist })
    .filter((name) => !name.startsWith('compile-cache') && !name.endsWith('.map'))
    .filter((name) => statSync(path.join(dist, name)).isFile())
    .sort();
  if (!names.includes('tiercel.js')) throw new Error(`There is no program in ${dist}: run "npm run build" first`);
  return names.map((name) => {
    const bytes = readFileSync(path.join(dist, name));
    if (name !== 'tiercel.js') return { path: name, isExecutable: false, bytes };
    const text = bytes.toString('utf8').replace('#!/usr/bin/env node', `#!${node}`);
    return { path: name, isExecutable: true, bytes: Buffer.from(text) };
  });
}
