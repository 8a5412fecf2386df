import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { hasProgram } from '#outputs/testing/programs.ts';
import { helm, render, type Manifest } from './helm.ts';

const root = path.join(import.meta.dirname, '../..');
const canCheck = hasProgram('promtool');
const dashboards = globSync('chart/dashboards/*.json', { cwd: root });

function promtool(command: readonly string[], file: string, content: unknown) {
  const folder = mkdtempSync(path.join(tmpdir(), 'tiercel-prometheus-'));
  writeFileSync(path.join(folder, file), stringify(content));
  const { stdout, stderr, status } = spawnSync('promtool', [...command, file], { cwd: folder, encoding: 'utf8' });
  return { status, text: stdout + stderr };
}

/** An expression as Grafana would send it. */
function substituted(expression: string): string {
  return expression.replaceAll('$__rate_interval', '5m').replaceAll(/\$\w+/g, '.*');
}

function expressions(file: string): string[] {
  const { panels } = JSON.parse(readFileSync(path.join(root, file), 'utf8')) as Manifest;
  return panels.flatMap(({ targets }: Manifest) => targets.map(({ expr }: Manifest) => expr));
}

/** The series that Tiercel has, with their labels and those that Kubernetes' scrape adds. */
function knownSeries(): Map<string, Set<string>> {
  const page = readFileSync(path.join(root, 'docs/reference/metrics.md'), 'utf8');
  const rows = [...page.matchAll(/^\| `(\w+)` \| (\w+) \| (.*?) \|/gm)];
  return new Map(
    rows.flatMap(([, name = '', type, labels = '']) => {
      const all = new Set([...labels.matchAll(/\w+/g), ['namespace'], ['pod'], ['le']].map(([label = '']) => label));
      const names = type === 'histogram' ? ['_bucket', '_sum', '_count'].map((suffix) => name + suffix) : [name];
      return names.map((each) => [each, all] as const);
    }),
  );
}

/** What an expression asks for that Tiercel does not have. */
function unknownIn(expression: string): string[] {
  const series = knownSeries();
  return [...expression.matchAll(/\b((?:falcosecurity|tiercel)_\w+)(?:\{([^}]*)\})?/g)].flatMap(
    ([, name = '', matchers = '']) => {
      const labels = [...matchers.matchAll(/(\w+)(?=[=!]~?")/g)].map(([label]) => label);
      const known = series.get(name);
      return known ? labels.filter((label) => !known.has(label)).map((label) => `${name}{${label}}`) : [name];
    },
  );
}

/** What the dashboard and the rules of Falcosidekick's chart ask for. */
const falcosidekickQueries = [
  ...['rule', 'source', 'priority'].map(
    (label) =>
      `sum by(${label}) (increase(falcosecurity_falcosidekick_falco_events_total{source=~"$source", priority=~"$priority", pod=~"$pod"}[$__rate_interval]))`,
  ),
  ...['status', 'destination'].map(
    (label) =>
      `sum by(${label}) (increase(falcosecurity_falcosidekick_outputs_total{status=~"$status", destination=~"$output"}[$__rate_interval]))`,
  ),
  'rate(falcosecurity_falcosidekick_falco_events_total{priority_raw="critical"}[5m]) > 0',
  'sum by (destination) (rate(falcosecurity_falcosidekick_outputs_total{status="error"}[5m])) > 0',
];

describe('dashboards', () => {
  it.each(dashboards)('%s asks only for what there is', (file) => {
    expect(expressions(file).flatMap(unknownIn)).toEqual([]);
    const by = expressions(file).flatMap((text) =>
      [...text.matchAll(/by \(([^)]*)\)/g)].map(([, labels = '']) => labels),
    );
    const labels = new Set([...knownSeries().values()].flatMap((known) => [...known]));
    for (const label of by.flatMap((text) => text.split(', '))) expect(labels).toContain(label);
  });

  it("finds everything that Falcosidekick's dashboard and rules ask for", () => {
    expect(falcosidekickQueries.flatMap(unknownIn)).toEqual([]);
    expect(unknownIn('falcosecurity_falcosidekick_inputs{a="b"} + tiercel_dead_letters{queue="x"}')).toEqual([
      'falcosecurity_falcosidekick_inputs',
      'tiercel_dead_letters{queue}',
    ]);
  });

  it.skipIf(!canCheck)('asks in correct PromQL', () => {
    const all = [...dashboards.flatMap(expressions), ...falcosidekickQueries].map(substituted);
    const rules = all.map((expr, index) => ({ record: `query:${index}`, expr }));
    const { status, text } = promtool(['check', 'rules'], 'rules.yaml', { groups: [{ name: 'queries', rules }] });
    expect(text).toContain(`${all.length} rules found`);
    expect(status).toBe(0);
  });
});

describe.skipIf(!helm || !canCheck)('rules', () => {
  it('fire when something is wrong, and only then', async () => {
    const rule = (await render({ prometheusRules: { enabled: true } })).one('PrometheusRule');
    const test = parse(readFileSync(path.join(import.meta.dirname, 'rules.yaml'), 'utf8')) as object;
    const folder = mkdtempSync(path.join(tmpdir(), 'tiercel-rules-'));
    writeFileSync(path.join(folder, 'rules.yaml'), stringify(rule.spec));
    writeFileSync(path.join(folder, 'test.yaml'), stringify({ rule_files: ['rules.yaml'], ...test }));
    const { stdout, stderr, status } = spawnSync('promtool', ['test', 'rules', 'test.yaml'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(stdout + stderr).toContain('SUCCESS');
    expect(status).toBe(0);
  });

  it('do not depend on a ServiceMonitor', async () => {
    const objects = await render({ prometheusRules: { enabled: true, delivery: false } });
    expect(objects.names('ServiceMonitor')).toEqual([]);
    expect(objects.one('PrometheusRule').spec.groups[0].rules.map(({ alert }: Manifest) => alert)).toEqual([
      'FalcosidekickAbsent',
      ...['Alert', 'Critical', 'Emergency', 'Error', 'Warning'].map((priority) => `Falco${priority}EventsRateHigh`),
      'FalcoErrorOutputEventsRateHigh',
    ]);
  });
});
