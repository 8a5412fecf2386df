import path from 'node:path';
import { compileGlob } from '#rules/language/values/glob.ts';
import { toByteString } from '#rules/language/byte-text.ts';
import type { ListFolder } from './surroundings.ts';

export interface FoundRules {
  readonly files: readonly string[];
  /** The folder they were found in: other files there may be meant, too. */
  readonly folder?: string;
}

/**
 * The rules files that a path stands for: of a folder all of them, in the order of their bytes as Falco has it; of a pattern
 * (`rules.d/k8s_*.yaml`) those that match; otherwise the path. Tests of rules are none.
 */
export function findRules(entry: string, listFolder: ListFolder): FoundRules {
  const names = listFolder(entry);
  if (names !== undefined) {
    return { files: sortedByBytes(names.filter(isRulesFile)).map((name) => path.join(entry, name)), folder: entry };
  }
  const folder = path.dirname(entry);
  const pattern = path.basename(entry);
  const around = /[*?[]/.test(pattern) ? listFolder(folder) : undefined;
  if (around === undefined || around.includes(pattern)) return { files: [entry] };
  const matches = compileGlob(toByteString(pattern));
  const found = around.filter((name) => !isRulesTest(name) && matches(toByteString(name)));
  return { files: sortedByBytes(found).map((name) => path.join(folder, name)), folder };
}

/** Whether a file holds tests of rules: `k8s.test.yaml`. */
export function isRulesTest(name: string): boolean {
  return /\.test\.ya?ml$/.test(name);
}

function isRulesFile(name: string): boolean {
  return /\.ya?ml$/.test(name) && !isRulesTest(name);
}

function sortedByBytes(names: readonly string[]): readonly string[] {
  return names.toSorted((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)));
}
