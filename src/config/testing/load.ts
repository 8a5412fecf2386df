import { ConfigurationError, type Problem } from '../configuration-error.ts';
import { loadConfiguration, type LoadResult } from '../load-configuration.ts';
import type { Environment } from '../surroundings.ts';
import { testOutputs } from './outputs.ts';

export const fileName = 'tiercel.yaml';

/** Loads a text as if it were a file, with further files by name. */
export function load(
  yaml: string,
  environment: Environment = {},
  files: Readonly<Record<string, string>> = {},
): Promise<LoadResult> {
  return loadConfiguration({
    file: fileName,
    environment,
    outputs: testOutputs,
    readFile: (path) => {
      const text = path === fileName ? yaml : files[path];
      if (text === undefined) throw Object.assign(new Error(path), { code: 'ENOENT' });
      return text;
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
