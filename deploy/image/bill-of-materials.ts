import { createHash } from 'node:crypto';
import { z } from 'zod';

const lockFile = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      license: z.string().optional(),
      integrity: z.string().optional(),
      dev: z.boolean().optional(),
      optional: z.boolean().optional(),
      link: z.boolean().optional(),
      dependencies: z.record(z.string(), z.string()).optional(),
      devDependencies: z.record(z.string(), z.string()).optional(),
    }),
  ),
});

export interface Package {
  readonly name: string;
  readonly version: string;
}

/**
 * What an image consists of, in CycloneDX's form: the packages that the program and the console are bundled from, Node, and
 * Debian's. What is optional is for one platform only, and not in the bundle.
 *
 * @see https://cyclonedx.org/docs/1.6/json/
 */
export function billOfMaterials(
  lock: string,
  product: Package,
  debian: { readonly packages: readonly Package[]; readonly architecture: string },
  timeS: number,
): string {
  const { packages } = lockFile.parse(JSON.parse(lock));
  const node = packages['node_modules/node']?.version ?? 'unknown';
  const inConsole = consolePackages(packages);
  const npm = Object.entries(packages).flatMap(([place, { version, license, integrity, dev, optional, link }]) => {
    const name = nameIn(place);
    const isBundled = (!dev || inConsole.has(name)) && !optional && !link;
    if (name === '' || version === undefined || !isBundled) return [];
    return [
      {
        ...component(name, version, `pkg:npm/${name.replace('@', '%40')}@${version}`),
        ...(license !== undefined && { licenses: [{ expression: license }] }),
        ...(integrity?.startsWith('sha512-') && {
          hashes: [{ alg: 'SHA-512', content: Buffer.from(integrity.slice(7), 'base64').toString('hex') }],
        }),
      },
    ];
  });
  const system = debian.packages.map(({ name, version }) =>
    component(name, version, `pkg:deb/debian/${name}@${encodeURIComponent(version)}?arch=${debian.architecture}`),
  );
  const runtime = component('node', node, `pkg:generic/node@${node}`);
  const components = [...new Map([...npm, ...system, runtime].map((part) => [part['bom-ref'], part])).values()];
  const content = {
    metadata: {
      timestamp: new Date(timeS * 1000).toISOString(),
      component: {
        ...component(product.name, product.version, `pkg:generic/${product.name}@${product.version}`),
        type: 'application',
      },
    },
    components: components.sort((a, b) => (a['bom-ref'] < b['bom-ref'] ? -1 : 1)),
  };
  const serialNumber = `urn:uuid:${uuidOf(JSON.stringify(content))}`;
  const bill = { bomFormat: 'CycloneDX', specVersion: '1.6', serialNumber, version: 1, ...content };
  return `${JSON.stringify(bill, undefined, 2)}\n`;
}

type Packages = z.output<typeof lockFile>['packages'];

/** The console is a bundle, too, and what it is made from is only needed while it is built. */
function consolePackages(packages: Packages): ReadonlySet<string> {
  const builders = /^(?:@types\/|@vitejs\/|vite$)/;
  const found = new Set<string>();
  const pending = Object.keys(packages['ui']?.devDependencies ?? {}).filter((name) => !builders.test(name));
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    pending.push(...Object.keys(packages[`node_modules/${name}`]?.dependencies ?? {}));
  }
  return found;
}

function nameIn(place: string): string {
  return /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(place)?.[1] ?? '';
}

function component(name: string, version: string, purl: string) {
  return { type: 'library', 'bom-ref': purl, name, version, purl };
}

/** Derived from the content, so that the same content has the same number. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}
