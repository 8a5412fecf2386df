import { toByteString } from '../byte-text.ts';
import type { GlobTest } from './glob.ts';
import { compileGlob } from './glob.ts';

interface Directory {
  /** A path ends here, and so matches all below. */
  isEnd: boolean;
  readonly names: Map<string, Directory>;
  readonly patterns: Map<string, { readonly test: GlobTest; readonly directory: Directory }>;
}

/**
 * `pmatch`: whether a path is one of some paths or lies below one. Components are compared whole, those with `?`, `*`
 * or `[` as patterns; empty components count for nothing.
 */
export function compilePathPrefixes(paths: readonly string[]): (path: string) => boolean {
  const root = emptyDirectory();
  let isEmpty = true;
  for (const path of paths) {
    isEmpty = false;
    let directory = root;
    for (const component of components(path)) directory = below(directory, component);
    directory.isEnd = true;
  }
  return (path) => !isEmpty && isBelow(root, components(path), 0);
}

function components(path: string): readonly string[] {
  return toByteString(path)
    .split('/')
    .filter((component) => component !== '');
}

function below(directory: Directory, component: string): Directory {
  if (!/[?*[]/.test(component)) return getOrAdd(directory.names, component, emptyDirectory);
  const add = (): { test: GlobTest; directory: Directory } => ({
    test: compileGlob(component),
    directory: emptyDirectory(),
  });
  return getOrAdd(directory.patterns, component, add).directory;
}

function isBelow(directory: Directory, path: readonly string[], depth: number): boolean {
  if (directory.isEnd) return true;
  const component = path[depth];
  if (component === undefined) return false;
  const named = directory.names.get(component);
  if (named !== undefined && isBelow(named, path, depth + 1)) return true;
  for (const pattern of directory.patterns.values()) {
    if (pattern.test(component) && isBelow(pattern.directory, path, depth + 1)) return true;
  }
  return false;
}

function emptyDirectory(): Directory {
  return { isEnd: false, names: new Map(), patterns: new Map() };
}

function getOrAdd<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
