import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { freePort, hasProgram, until } from '#outputs/testing/programs.ts';
import { libraries } from '../../deploy/image/root-files.ts';
import { isBuilt, root } from './built.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'tiercel-image-'));
const build = (...options: string[]) =>
  execFileSync('node', [path.join(root, 'deploy/image/build.ts'), '--compression', '1', ...options], {
    encoding: 'utf8',
  });
const canRun = isBuilt() && hasProgram('dpkg-query') && hasProgram('tar');
const canStart = canRun && hasProgram('bwrap');

describe.runIf(canRun)('the image', () => {
  const layout = path.join(folder, 'layout');
  const rootFolder = path.join(folder, 'root');
  let first = '';

  beforeAll(() => {
    first = build('--to', layout);
    build('--archives', '--to', folder);
    mkdirSync(rootFolder);
    for (const name of ['system', 'program']) {
      execFileSync('tar', ['-xf', path.join(folder, `${name}.tar`), '-C', rootFolder]);
    }
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  it('is the same, byte for byte, when it is built again', () => {
    expect(build('--to', path.join(folder, 'again'))).toBe(first);
    const files = readdirSync(path.join(layout, 'blobs/sha256')).sort();
    expect(readdirSync(path.join(folder, 'again/blobs/sha256')).sort()).toEqual(files);
  });

  it('has the ports, the user and the volume that Falcosidekick has, and needs no arguments', () => {
    const index = z
      .object({ manifests: z.tuple([z.object({ digest: z.string() })]) })
      .parse(JSON.parse(readFileSync(path.join(layout, 'index.json'), 'utf8')));
    const manifest = z
      .object({ config: z.object({ digest: z.string() }), layers: z.array(z.unknown()) })
      .parse(blob(index.manifests[0].digest));
    expect(manifest.layers).toHaveLength(2);
    expect(blob(manifest.config.digest)).toMatchObject({
      os: 'linux',
      config: {
        User: '1234:1234',
        Entrypoint: ['/usr/bin/tiercel'],
        WorkingDir: '/var/lib/tiercel',
        ExposedPorts: { '2801/tcp': {}, '2802/tcp': {} },
        Volumes: { '/var/lib/tiercel': {} },
        Healthcheck: { Test: ['CMD', '/usr/bin/tiercel', 'health'] },
      },
    });
  });

  function blob(digest: string): unknown {
    return JSON.parse(readFileSync(path.join(layout, 'blobs', digest.replace(':', '/')), 'utf8'));
  }

  it('has no shell and no package manager, and nobody but root may change the program', () => {
    const programs = readdirSync(path.join(rootFolder, 'usr/bin')).sort();
    expect(programs).toEqual(['falcosidekick', 'node', 'tiercel']);
    const listing = execFileSync('tar', ['-tvf', path.join(folder, 'program.tar')], { encoding: 'utf8' });
    for (const line of listing.trim().split('\n')) expect(line).toMatch(/^[-dl]r.x?r?.-.*root\/root|^[-dl].{9} 0\/0/);
    expect(listing).not.toMatch(/\.map$/m);
  });

  it.runIf(hasProgram('ldd'))('has every library that Node is linked with', () => {
    const text = execFileSync('ldd', [path.join(root, 'node_modules/node/bin/node')], { encoding: 'utf8' });
    const needed = [...text.matchAll(/^\s*(lib\S+) =>/gm)].map(([, name]) => name);
    expect(libraries).toEqual(expect.arrayContaining(needed));
  });

  it('says what it consists of', () => {
    const bill = z
      .object({ bomFormat: z.literal('CycloneDX'), components: z.array(z.object({ purl: z.string() })) })
      .parse(JSON.parse(readFileSync(path.join(rootFolder, 'usr/share/doc/tiercel/sbom.cdx.json'), 'utf8')));
    const text = bill.components.map(({ purl }) => purl).join('\n');
    expect(text).toMatch(/^pkg:npm\/hono@/m);
    expect(text).toMatch(/^pkg:npm\/react-dom@/m);
    expect(text).toMatch(/^pkg:deb\/debian\/libc6@/m);
    expect(text).toMatch(/^pkg:generic\/node@24/m);
    expect(text).not.toMatch(/vitest|vite@|@types/);
  });

  describe.runIf(canStart)('started with a root that cannot be written, as user 1234 in a namespace', () => {
    const alerts: string[] = [];
    const sink = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      request.on('end', () => {
        alerts.push(body);
        response.end();
      });
    });
    let child: ChildProcess | undefined;
    let url = '';
    let ports: Record<string, string> = {};
    let log = '';

    const isolation = '--unshare-all --share-net --uid 1234 --gid 1234 --die-with-parent --clearenv'.split(' ');
    const mounts = '--dev /dev --proc /proc --tmpfs /tmp --chdir /var/lib/tiercel'.split(' ');
    /** The command line of whoever starts Falcosidekick, with the places of its configuration. */
    const inside = (...command: string[]) => [
      ...isolation,
      '--ro-bind',
      rootFolder,
      '/',
      '--ro-bind',
      path.join(folder, 'etc'),
      '/etc',
      '--bind',
      path.join(folder, 'data'),
      '/var/lib/tiercel',
      ...mounts,
      ...Object.entries({ PATH: '/usr/bin', ...ports }).flatMap(([name, value]) => ['--setenv', name, value]),
      ...command,
    ];

    beforeAll(async () => {
      await once(sink.listen(0, '127.0.0.1'), 'listening');
      const address = sink.address();
      ports = { LISTENPORT: String(await freePort()), CONSOLE_LISTENPORT: String(await freePort()) };
      url = `http://127.0.0.1:${ports['LISTENPORT']}`;
      mkdirSync(path.join(folder, 'data'));
      execFileSync('cp', ['-r', path.join(rootFolder, 'etc'), path.join(folder, 'etc')]);
      mkdirSync(path.join(folder, 'etc/falcosidekick'));
      writeFileSync(
        path.join(folder, 'etc/falcosidekick/falcosidekick.yaml'),
        `listenaddress: 127.0.0.1\nconsole: { listenaddress: 127.0.0.1 }\n` +
          `webhook:\n  address: http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}\n`,
      );
      const startMs = performance.now();
      const command = ['falcosidekick', '-c', '/etc/falcosidekick/falcosidekick.yaml'];
      const started = spawn('bwrap', inside(...command), { stdio: ['ignore', 'ignore', 'pipe'] });
      child = started;
      started.stderr.setEncoding('utf8').on('data', (chunk: string) => (log += chunk));
      await until(async () => {
        if (started.exitCode !== null) throw new Error(log);
        return (await fetch(`${url}/ping`).catch(() => undefined))?.status === 200;
      }, 'the first answer');
      console.info(`image: ${Math.round(performance.now() - startMs)} ms from start to the first 200`);
    });

    afterAll(async () => {
      if (child?.exitCode === null) {
        const ended = once(child, 'exit');
        child.kill('SIGTERM');
        await ended;
      }
      sink.close();
      sink.closeAllConnections();
    });

    it('delivers an alert, and keeps its journal in the volume', async () => {
      const response = await fetch(url, {
        method: 'POST',
        body: '{"output":"x","priority":"Error","rule":"From a container","time":"2026-11-24T16:31:56Z","output_fields":{"proc.name":"sh"}}',
      });
      expect(response.status).toBe(200);
      await until(() => alerts.some((alert) => alert.includes('From a container')), 'the alert at the webhook');
      expect(readdirSync(path.join(folder, 'data/tiercel-data'))).toContain('tiercel.db');
    });

    it('answers what operators of Kubernetes probe, on both ports', async () => {
      const answers = await Promise.all(
        [`${url}/ping`, `${url}/healthz`, `${url}/livez`, `${url}/readyz`].map(async (at) => (await fetch(at)).status),
      );
      expect(answers).toEqual([200, 200, 200, 200]);
      const page = `http://127.0.0.1:${ports['CONSOLE_LISTENPORT']}`;
      expect((await fetch(`${page}/api/v1/healthz`)).status).toBe(200);
      expect(await (await fetch(page)).text()).toContain('<script');
    });

    it('is asked for its health by its own program', () => {
      const { status, stdout } = spawnSync('bwrap', inside('/usr/bin/tiercel', 'health'), { encoding: 'utf8' });
      expect([status, stdout]).toEqual([0, expect.stringContaining('ready')]);
    });

    it('bears what Falcosidekick-UI is started with', () => {
      const { status, stdout } = spawnSync('bwrap', inside('/usr/bin/tiercel', '-r', 'redis:6379', '-v'), {
        encoding: 'utf8',
      });
      expect([status, stdout]).toEqual([0, expect.stringContaining('Version')]);
    });
  });
});
