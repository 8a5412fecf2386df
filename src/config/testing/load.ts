import path from 'node:path';
import { ConfigurationError, type Problem } from '../configuration-error.ts';
import { loadConfiguration, type LoadResult } from '../load-configuration.ts';
import type { Environment } from '../surroundings.ts';
import { testOutputs } from './outputs.ts';

export const fileName = 'tiercel.yaml';

/** Loads a text as if it were a file, with further files by name; there are no folders but those of files. */
export function load(
  yaml: string,
  environment: Environment = {},
  files: Readonly<Record<string, string>> = {},
): Promise<LoadResult> {
  return loadConfiguration({
    file: fileName,
    environment,
    outputs: testOutputs,
    readFile: (file) => {
      const text = file === fileName ? yaml : files[file];
      if (text === undefined) throw Object.assign(new Error(file), { code: 'ENOENT' });
      return text;
    },
    listFolder: (folder) => {
      const names = Object.keys(files).flatMap((file) => (path.dirname(file) === folder ? [path.basename(file)] : []));
      return names.length > 0 ? names : undefined;
    },
  });
}

export async function problemsOf(...request: Parameters<typeof load>): Promise<readonly Problem[]> {
  try {
    await load(...request);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  return [];
}
