import { execFile } from 'node:child_process';
import { existsSync, globSync, lstatSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

/** What is installed beside our own code: little, plain JavaScript, and nothing that runs by being installed. */

const root = path.join(import.meta.dirname, '../..');

const lockedPackage = z.looseObject({
  version: z.string().optional(),
  license: z.string().optional(),
  integrity: z.string().optional(),
  resolved: z.string().optional(),
  dev: z.boolean().optional(),
  link: z.boolean().optional(),
  hasInstallScript: z.boolean().optional(),
  dependencies: z.record(z.string(), z.string()).optional(),
});
const lockFile = z.object({ packages: z.record(z.string(), lockedPackage) });
const { packages } = lockFile.parse(JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')));

/** By their folders, without the project's own. */
const installed = Object.entries(packages).filter(([folder, { link }]) => folder.includes('node_modules/') && !link);
const production = installed.filter(([, { dev }]) => !dev);

/** Node itself, for developers: its package fetches the program for the machine. */
const mayRunScripts = new Set(['node_modules/node']);
/** Of Kafka's client, which goes without it where it is not there: shipped built, and run by nobody when it is installed. */
const mayBeNative = /^node_modules\/@node-rs\/crc32/;
const licences = [
  'MIT',
  'MIT-0',
  'ISC',
  'Apache-2.0',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Unlicense',
  'BlueOak-1.0.0',
];

it('are at most 18 in production, each of an exact version', () => {
  const direct = Object.entries(packages['']?.dependencies ?? {});
  expect(direct.length).toBeGreaterThan(0);
  expect(direct.length).toBeLessThanOrEqual(18);
  for (const [, version] of direct) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
});

it('run no script when they are installed', () => {
  const scripts = installed.filter(([, { hasInstallScript }]) => hasInstallScript).map(([folder]) => folder);
  expect(scripts.filter((folder) => !mayRunScripts.has(folder))).toEqual([]);
});

it('are locked by their content', () => {
  const unlocked = installed.filter(([, { integrity }]) => !integrity?.startsWith('sha512-'));
  expect(unlocked.map(([folder]) => folder)).toEqual([]);
});

describe.for(production)('%s', ([folder, { license = 'none' }]) => {
  it('has a licence that goes with ours', () => {
    expect(licences).toContain(license);
  });

  it('is plain JavaScript', () => {
    const absolute = path.join(root, folder);
    if (!existsSync(absolute) || mayBeNative.test(folder)) return;
    const native = globSync(['**/*.node', '**/binding.gyp', '**/*.wasm.node', 'prebuilds/**'], { cwd: absolute });
    expect(native).toEqual([]);
    const manifest = z
      .looseObject({ gypfile: z.boolean().optional(), scripts: z.record(z.string(), z.string()).optional() })
      .parse(JSON.parse(readFileSync(path.join(absolute, 'package.json'), 'utf8')));
    expect(manifest.gypfile).toBeUndefined();
    for (const script of ['preinstall', 'install', 'postinstall']) expect(manifest.scripts?.[script]).toBeUndefined();
  });
});

it('take little room', () => {
  const files = production.flatMap(([folder]) =>
    globSync('**/*', { cwd: path.join(root, folder), exclude: ['node_modules/**'] }).map((file) =>
      path.join(root, folder, file),
    ),
  );
  const bytes = files.map((file) => lstatSync(file)).reduce((sum, { size }) => sum + size, 0);
  const mebibytes = Math.round(bytes / 2 ** 20);
  console.log(`Dependencies in production: ${production.length} packages, ${mebibytes} MiB`);
  expect(mebibytes).toBeLessThan(60);
});

const advisories = z.object({
  metadata: z.object({ vulnerabilities: z.object({ high: z.number(), critical: z.number() }) }),
});

it('have no known vulnerability that is high or critical', async (context) => {
  const found = advisories.safeParse(await audit());
  if (!found.success) {
    console.log('Skipped: the registry does not answer "npm audit" here');
    return context.skip();
  }
  expect(found.data.metadata.vulnerabilities).toMatchObject({ high: 0, critical: 0 });
}, 120_000);

/** Ends with 1 and the same JSON where there are vulnerabilities. */
async function audit(): Promise<unknown> {
  const run = promisify(execFile);
  const options = { cwd: root, timeout: 60_000, maxBuffer: 2 ** 24 };
  const { stdout } = await run('npm', ['audit', '--omit=dev', '--json'], options).catch((error: unknown) =>
    z.object({ stdout: z.string().catch('') }).parse(error),
  );
  try {
    return JSON.parse(stdout);
  } catch {
    return undefined;
  }
}
