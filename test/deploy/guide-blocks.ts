import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './built.ts';

/** What stands between two fences of a guide. */
export interface GuideBlock {
  readonly guide: string;
  /** `yaml`, `console`, `nginx`. */
  readonly language: string;
  /** What follows the language: which file it is. */
  readonly about: string;
  readonly text: string;
}

export function guideBlocks(): readonly GuideBlock[] {
  const folder = path.join(root, 'docs/guides');
  return globSync('*.md', { cwd: folder })
    .sort()
    .flatMap((guide) => {
      const blocks = readFileSync(path.join(folder, guide), 'utf8').matchAll(/^```(\w+) ?(.*)\n([^]*?)^```$/gm);
      return [...blocks].map(([, language = '', about = '', text = '']) => ({ guide, language, about, text }));
    });
}
