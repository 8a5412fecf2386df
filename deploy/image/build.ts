import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { buildTimeS } from '../build-time.ts';
import { billOfMaterials, type Package } from './bill-of-materials.ts';
import { writeLayout } from './oci-layout.ts';
import { dataFolder, programLayer, systemLayer, systemPackages, user, type Architecture } from './root-files.ts';
import { tar } from './tar.ts';

/** Makes the image of the built program, without a container engine. The Dockerfile unpacks the same two archives. */

const usage = `Usage: node deploy/image/build.ts [options]

Writes an OCI layout of the program in dist/ (see "npm run build").

  --to FOLDER            where to (default: dist-image)
  --architecture NAME    amd64 or arm64 (default: that of this machine)
  --system FOLDER        root of the Debian whose libraries it takes (default: /)
  --node FILE            Node's executable (default: the one of node_modules)
  --compression LEVEL    1: quick, 9: small (default: 9)
  --archives             only the two archives, system.tar and program.tar
`;

const root = path.join(import.meta.dirname, '../..');
const { values: options } = parseArgs({
  options: {
    to: { type: 'string', default: 'dist-image' },
    architecture: { type: 'string', default: process.arch === 'arm64' ? 'arm64' : 'amd64' },
    system: { type: 'string', default: '/' },
    node: { type: 'string', default: path.join(root, 'node_modules/node/bin/node') },
    compression: { type: 'string', default: '9' },
    archives: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

if (options.help) process.stdout.write(usage);
else build();

function build(): void {
  const architecture: Architecture = z.enum(['amd64', 'arm64']).parse(options.architecture);
  const timeS = buildTimeS();
  const product = z
    .object({ name: z.string(), version: z.string(), description: z.string(), license: z.string() })
    .parse(JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')));
  const packages = debianPackages(options.system, architecture);
  const lock = readFileSync(path.join(root, 'package-lock.json'), 'utf8');
  const bill = billOfMaterials(lock, product, { packages, architecture }, timeS);
  const source = {
    architecture,
    dist: path.join(root, 'dist'),
    node: options.node,
    system: options.system,
    licence: readFileSync(path.join(root, 'LICENSE'), 'utf8'),
    bill,
  };
  const system = tar(systemLayer(source), timeS);
  const program = tar(programLayer(source), timeS);
  mkdirSync(options.to, { recursive: true });
  if (options.archives) {
    writeFileSync(path.join(options.to, 'system.tar'), system);
    writeFileSync(path.join(options.to, 'program.tar'), program);
    return;
  }
  const { digest, bytes } = writeLayout(options.to, {
    architecture,
    created: new Date(timeS * 1000).toISOString(),
    name: product.version,
    compression: Number(options.compression),
    config: runtimeConfiguration(product),
    layers: [
      { createdBy: 'Node and the libraries it needs', archive: system },
      { createdBy: `Tiercel ${product.version}`, archive: program },
    ],
  });
  writeFileSync(path.join(options.to, 'sbom.cdx.json'), bill);
  const unpacked = system.length + program.length;
  process.stdout.write(`${digest} ${architecture}, ${megabytes(bytes)} packed, ${megabytes(unpacked)} unpacked\n`);
}

/** How a container of the image runs. `Healthcheck` is Docker's and podman's; Kubernetes has its own. */
function runtimeConfiguration(product: Package & { readonly description: string; readonly license: string }) {
  return {
    User: `${user}:${user}`,
    Env: ['PATH=/usr/bin', 'NODE_ENV=production'],
    Entrypoint: ['/usr/bin/tiercel'],
    WorkingDir: dataFolder,
    ExposedPorts: { '2801/tcp': {}, '2802/tcp': {} },
    Volumes: { [dataFolder]: {} },
    StopSignal: 'SIGTERM',
    Healthcheck: { Test: ['CMD', '/usr/bin/tiercel', 'health'], Interval: 30e9, Timeout: 10e9, StartPeriod: 10e9 },
    Labels: {
      'org.opencontainers.image.title': product.name,
      'org.opencontainers.image.version': product.version,
      'org.opencontainers.image.description': product.description,
      'org.opencontainers.image.licenses': product.license,
    },
  };
}

function debianPackages(system: string, architecture: Architecture): readonly Package[] {
  const show = ['-W', '-f', '${Package} ${Version}\n'];
  const names = systemPackages.map((name) => (name === 'ca-certificates' ? name : `${name}:${architecture}`));
  const text = execFileSync('dpkg-query', [`--admindir=${path.join(system, 'var/lib/dpkg')}`, ...show, ...names], {
    encoding: 'utf8',
  });
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const [name = '', version = ''] = line.split(' ');
      return { name, version };
    });
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
