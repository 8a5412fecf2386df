import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { hasProgram } from '#outputs/testing/programs.ts';
import { loadConfiguration } from '#config/load-configuration.ts';
import { root } from './built.ts';

const compose = path.join(root, 'deploy/compose');
const yaml = (name: string): unknown => parse(readFileSync(path.join(compose, name), 'utf8'));

/** Of the Compose specification, what these files use; a name that is not in it is a mistake. */
const composeFile = z.strictObject({
  name: z.string(),
  services: z.record(
    z.string(),
    z
      .strictObject({
        image: z.string(),
        build: z.strictObject({ context: z.string() }).optional(),
        command: z.array(z.string()),
        ports: z.array(z.string().startsWith('127.0.0.1:')).optional(),
        environment: z.record(z.string(), z.string()).optional(),
        volumes: z.array(z.string()),
        read_only: z.boolean().optional(),
        tmpfs: z.array(z.string()).optional(),
        cap_drop: z.tuple([z.literal('ALL')]),
        security_opt: z.array(z.string()).optional(),
        restart: z.literal('unless-stopped'),
        stop_grace_period: z.string().optional(),
      })
      .partial({ command: true }),
  ),
  volumes: z.record(z.string(), z.null()),
});

describe.for(['compose.yaml', 'full/compose.yaml'])('deploy/compose/%s', (name) => {
  const folder = path.dirname(path.join(compose, name));

  it('mounts what is there, and no port is open to other machines', () => {
    const { services, volumes } = composeFile.parse(yaml(name));
    for (const service of Object.values(services)) {
      for (const mount of service.volumes) {
        const [source = ''] = mount.split(':');
        const isThere = source.startsWith('.') ? existsSync(path.join(folder, source)) : source in volumes;
        expect([mount, isThere]).toEqual([mount, true]);
      }
      if (service.build) expect(existsSync(path.join(folder, service.build.context, 'Dockerfile'))).toBe(true);
    }
  });

  it('has a configuration of Tiercel that is valid', async () => {
    const { configuration } = await loadConfiguration({ file: path.join(folder, 'tiercel.yaml'), environment: {} });
    expect(configuration.enrichment.customfields).toMatchObject({ cluster: 'compose' });
  });
});

describe('what Grafana shows', () => {
  const { services } = composeFile.parse(yaml('full/compose.yaml'));
  const hosts = new Set(Object.keys(services));
  const folder = mkdtempSync(path.join(tmpdir(), 'tiercel-compose-'));

  it('comes the whole way: every address is that of a service', () => {
    const files = ['tiercel', 'collector', 'prometheus', 'provisioning/datasources/datasources'];
    const texts = files.map((name) => readFileSync(path.join(compose, `full/${name}.yaml`), 'utf8'));
    const urls = texts.flatMap((text) => [...text.matchAll(/(?:https?:\/\/|- targets: \[)([a-z]+):\d+/g)]);
    expect(urls.length).toBeGreaterThanOrEqual(5);
    for (const [, host] of urls) expect(hosts).toContain(host);
  });

  it('has a pipeline of parts that the collector has', () => {
    const config = z
      .object({
        receivers: z.record(z.string(), z.unknown()),
        processors: z.record(z.string(), z.unknown()),
        exporters: z.record(z.string(), z.unknown()),
        service: z.object({
          pipelines: z.record(
            z.string(),
            z.object({
              receivers: z.array(z.string()),
              processors: z.array(z.string()),
              exporters: z.array(z.string()),
            }),
          ),
        }),
      })
      .parse(yaml('full/collector.yaml'));
    const { logs } = config.service.pipelines;
    expect(Object.keys(config.receivers)).toEqual(expect.arrayContaining(logs?.receivers ?? ['?']));
    expect(Object.keys(config.processors)).toEqual(expect.arrayContaining(logs?.processors ?? ['?']));
    expect(Object.keys(config.exporters)).toEqual(expect.arrayContaining(logs?.exporters ?? ['?']));
  });

  it.runIf(hasProgram('promtool'))('is asked for in words that Prometheus understands', () => {
    const file = path.join(compose, 'full/prometheus.yaml');
    expect(spawnSync('promtool', ['check', 'config', file], { encoding: 'utf8' }).status).toBe(0);
    const dashboard = z
      .object({
        panels: z.array(
          z.object({
            datasource: z.object({ type: z.string(), uid: z.string() }),
            targets: z.array(z.object({ expr: z.string() })),
          }),
        ),
      })
      .parse(JSON.parse(readFileSync(path.join(compose, 'full/dashboards/tiercel.json'), 'utf8')));
    const expressions = dashboard.panels
      .filter(({ datasource }) => datasource.type === 'prometheus')
      .flatMap(({ targets }) => targets.map(({ expr }) => expr.replaceAll('$__rate_interval', '5m')));
    const metrics = readFileSync(path.join(root, 'docs/reference/metrics.md'), 'utf8');
    for (const expression of expressions) {
      const [name = '?'] = /(?:falcosecurity|tiercel)_\w+/.exec(expression) ?? [];
      expect(metrics).toContain(name.replace(/_bucket$/, ''));
    }
    const rules = path.join(folder, 'rules.yaml');
    const list = expressions.map((expr, index) => ({ record: `panel:${index}`, expr }));
    writeFileSync(rules, stringify({ groups: [{ name: 'dashboard', rules: list }] }));
    const { status, stderr } = spawnSync('promtool', ['check', 'rules', rules], { encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    expect([status, stderr]).toEqual([0, '']);
  });
});
