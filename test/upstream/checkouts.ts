import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

/** The repositories of the organisation falcosecurity whose tests are compared with. */
export type Repository = 'falco' | 'libs' | 'plugins' | 'rules' | 'testing';

const variable = 'TIERCEL_UPSTREAM_CORPORA';

/** A folder of clones of Falco's repositories, from which tests are read; nothing of them is part of this project. */
export interface Checkouts {
  /** Why there is nothing to read, and what to do about it, in one line; nothing if there is. */
  readonly missing: string | undefined;
  read(repository: Repository, file: string, revision?: string): string;
  list(repository: Repository, folder: string, revision?: string): readonly string[];
}

export function upstreamCheckouts(needed: readonly Repository[], folder = process.env[variable]): Checkouts {
  const git = (repository: Repository, ...command: readonly string[]): string =>
    execFileSync('git', ['-C', path.join(folder ?? '', repository), ...command], {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
  return {
    missing: whatIsMissing(needed, folder),
    read: (repository, file, revision = 'HEAD') => git(repository, 'show', `${revision}:${file}`),
    list: (repository, files, revision = 'HEAD') =>
      git(repository, 'ls-tree', '--name-only', `${revision}:${files}`).split('\n').slice(0, -1),
  };
}

function whatIsMissing(needed: readonly Repository[], folder: string | undefined): string | undefined {
  const clone = `for r in ${needed.join(' ')}; do git clone https://github.com/falcosecurity/$r; done`;
  const remedy = `in an empty folder run "${clone}" and set ${variable} to it`;
  if (folder === undefined || folder === '') return `Not compared with Falco's own tests: ${remedy}`;
  const absent = needed.filter((repository) => !existsSync(path.join(folder, repository)));
  return absent.length > 0 ? `${folder} has no ${absent.join(', ')}: ${remedy}` : undefined;
}
