import { beforeEach, expect, it } from 'vitest';
import { RememberedFiles } from './remembered-files.ts';

let texts: Record<string, string>;
let files: RememberedFiles;
beforeEach(() => {
  texts = { '/a': 'one', '/rules/b': 'two' };
  const readFile = (name: string) => {
    const text = texts[name];
    if (text === undefined) throw new Error('ENOENT');
    return text;
  };
  const listFolder = (folder: string) => Object.keys(texts).filter((name) => name.startsWith(`${folder}/`));
  files = new RememberedFiles(readFile, listFolder);
});

it.for<[what: string, change: () => void, hasChanged: boolean]>([
  ['nothing', () => {}, false],
  ['a file', () => (texts['/a'] = 'other'), true],
  ['a file that goes', () => delete texts['/a'], true],
  ['a file that comes', () => (texts['/missing'] = ''), true],
  ['a name in a folder', () => (texts['/rules/c'] = ''), true],
  ['a file that was not read', () => (texts['/rules/b'] = 'other'), false],
])('sees a change of %s', ([, change, hasChanged]) => {
  expect(files.readFile('/a')).toBe('one');
  expect(files.listFolder('/rules')).toEqual(['/rules/b']);
  expect(() => files.readFile('/missing')).toThrow('ENOENT');
  change();
  expect(files.hasChanged()).toBe(hasChanged);
});
