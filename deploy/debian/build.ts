import { execFileSync } from 'node:child_process';
import {
  cpSync,
  lstatSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { buildTimeS } from '../build-time.ts';
import { billOfMaterials } from '../image/bill-of-materials.ts';
import { programFiles } from '../image/program-files.ts';

/** Makes Debian's package of the built program, with Node in it: `tiercel_VERSION_ARCHITECTURE.deb`. */

const usage = `Usage: node deploy/debian/build.ts [--to FOLDER] [--architecture NAME] [--node FILE] [--compression xz|gzip|none]

Needs dpkg-deb, and what "npm run build" writes to dist/.
`;

const root = path.join(import.meta.dirname, '../..');
const { values: options } = parseArgs({
  options: {
    to: { type: 'string', default: 'dist-debian' },
    architecture: { type: 'string', default: process.arch === 'arm64' ? 'arm64' : 'amd64' },
    node: { type: 'string', default: path.join(root, 'node_modules/node/bin/node') },
    compression: { type: 'string', default: 'xz' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

if (options.help) process.stdout.write(usage);
else build();

function build(): void {
  const { version } = z.object({ version: z.string() }).parse(json('package.json'));
  const timeS = buildTimeS();
  const stage = mkdtempSync(path.join(tmpdir(), 'tiercel-debian-'));
  try {
    stageFiles(stage, version, timeS);
    stageControl(stage, version);
    mkdirSync(options.to, { recursive: true });
    const target = path.join(options.to, `tiercel_${version}_${options.architecture}.deb`);
    const environment = { ...process.env, SOURCE_DATE_EPOCH: String(timeS) };
    execFileSync('dpkg-deb', ['--root-owner-group', `-Z${options.compression}`, '--build', stage, target], {
      env: environment,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    process.stdout.write(`${target} ${(lstatSync(target).size / 1e6).toFixed(1)} MB\n`);
  } finally {
    rmSync(stage, { recursive: true });
  }
}

function stageFiles(stage: string, version: string, timeS: number): void {
  const put = (name: string, content: string | Uint8Array, mode = 0o644) => {
    mkdirSync(path.join(stage, path.dirname(name)), { recursive: true, mode: 0o755 });
    writeFileSync(path.join(stage, name), content, { mode });
  };
  put('usr/lib/tiercel/node', '');
  cpSync(options.node, path.join(stage, 'usr/lib/tiercel/node'), { dereference: true });
  for (const { path: name, isExecutable, bytes } of programFiles(path.join(root, 'dist'), '/usr/lib/tiercel/node')) {
    put(`usr/lib/tiercel/${name}`, bytes, isExecutable ? 0o755 : 0o644);
  }
  mkdirSync(path.join(stage, 'usr/bin'));
  symlinkSync('../lib/tiercel/tiercel.js', path.join(stage, 'usr/bin/tiercel'));
  put('lib/systemd/system/tiercel.service', source('deploy/systemd/tiercel.service'));
  put('etc/tiercel/tiercel.yaml', source('deploy/debian/tiercel.yaml'), 0o640);
  mkdirSync(path.join(stage, 'etc/tiercel/credentials'), { mode: 0o700 });
  put(
    'etc/default/tiercel',
    '# Environment of Tiercel: what is set here goes before /etc/tiercel/tiercel.yaml.\n',
    0o640,
  );

  const documents = 'usr/share/doc/tiercel';
  const bill = billOfMaterials(
    source('package-lock.json'),
    { name: 'tiercel', version },
    { packages: [], architecture: options.architecture },
    timeS,
  );
  put(`${documents}/copyright`, source('deploy/debian/copyright'));
  put(`${documents}/README.md`, source('README.md'));
  put(`${documents}/configuration.md`, source('docs/reference/configuration.md'));
  put(`${documents}/sbom.cdx.json`, bill);
  put(`${documents}/changelog.gz`, gzipSync(changelog(version, timeS), { level: 9 }));
  put('usr/share/lintian/overrides/tiercel', source('deploy/debian/lintian-overrides'));
}

function stageControl(stage: string, version: string): void {
  const folder = path.join(stage, 'DEBIAN');
  mkdirSync(folder, { mode: 0o755 });
  const files = globSync('**/*', { cwd: stage }).filter((name) => lstatSync(path.join(stage, name)).isFile());
  const bytes = files.reduce((sum, name) => sum + lstatSync(path.join(stage, name)).size, 0);
  const values = { VERSION: version, ARCHITECTURE: options.architecture, KILOBYTES: String(Math.ceil(bytes / 1024)) };
  const control = Object.entries(values).reduce(
    (text, [name, value]) => text.replace(`@${name}@`, value),
    source('deploy/debian/control'),
  );
  writeFileSync(path.join(folder, 'control'), control);
  writeFileSync(path.join(folder, 'conffiles'), '/etc/default/tiercel\n/etc/tiercel/tiercel.yaml\n');
  const sums = execFileSync('md5sum', files.filter((name) => !name.startsWith('etc/')).sort(), { cwd: stage });
  writeFileSync(path.join(folder, 'md5sums'), sums);
  for (const name of ['postinst', 'prerm', 'postrm']) {
    writeFileSync(path.join(folder, name), source(`deploy/debian/${name}`), { mode: 0o755 });
  }
}

function changelog(version: string, timeS: number): string {
  const date = new Date(timeS * 1000).toUTCString().replace('GMT', '+0000');
  const maintainer = /^Maintainer: (.*)$/m.exec(source('deploy/debian/control'))?.[1] ?? '';
  return `tiercel (${version}) stable; urgency=medium\n\n  * See CHANGELOG.md of the source.\n\n -- ${maintainer}  ${date}\n`;
}

function source(name: string): string {
  return readFileSync(path.join(root, name), 'utf8');
}

function json(name: string): unknown {
  return JSON.parse(source(name));
}
