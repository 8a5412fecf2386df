import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

/** A layer may import from the layers before it in this list, and from nothing else in the project. */
const layers = [
  'kit',
  'template',
  'alert',
  'query',
  'rules',
  'outputs',
  'journal',
  'triage',
  'accounts',
  'sources',
  'routing',
  'delivery',
  'config',
  'reference',
  'api',
  'app',
  'cli',
];

const imports = /^\s*(?:import|export)\b[^'"]*?from '([#.][^']+)'|\bimport\('([#.][^']+)'\)/gm;

it.for(globSync('src/*/**/*.ts'))('%s imports only from the layers before its own', (file) => {
  const [, layer = ''] = file.split(path.sep);
  expect(layers).toContain(layer);
  const allowed = layers.slice(0, layers.indexOf(layer));

  for (const [, from, dynamic] of readFileSync(file, 'utf8').matchAll(imports)) {
    const specifier = from ?? dynamic ?? '';
    if (specifier === '../../package.json') continue;
    if (specifier.startsWith('#')) {
      expect(allowed, `${file} imports ${specifier}`).toContain(specifier.slice(1).split('/')[0]);
    } else {
      const target = path.join(path.dirname(file), specifier);
      expect(target, 'relative imports stay in their layer').toMatch(new RegExp(`^src/${layer}/`));
    }
  }
});

it('sees a crossing when there is one', () => {
  const found = [..."import { a } from '#cli/main.ts';\nconst b = await import('#api/x.ts');".matchAll(imports)];
  expect(found.map(([, from, dynamic]) => from ?? dynamic)).toEqual(['#cli/main.ts', '#api/x.ts']);
});
