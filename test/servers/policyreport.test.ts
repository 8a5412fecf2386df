import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { changedAlert, type Alert } from '#alert/alert.ts';
import { testAlert } from '#outputs/testing/alerts.ts';
import { policyreport } from '#outputs/policyreport.ts';
import { reportResult } from '#outputs/policyreport-result.ts';
import { allAlerts, deliverAll } from './deliver.ts';
import { findKubernetes, KubernetesApi } from './kubernetes-api.ts';
import { createNamespace, installReports, permitFalco } from './kubernetes-objects.ts';

const programs = findKubernetes();
const result = z.looseObject({ properties: z.record(z.string(), z.string()) });
const report = z.object({ summary: z.record(z.string(), z.number()), results: z.array(result) });
const namespaced = (namespace: string) =>
  `/apis/wgpolicyk8s.io/v1alpha2/namespaces/${namespace}/policyreports/falco-policy-report`;
const ofCluster = '/apis/wgpolicyk8s.io/v1alpha2/clusterpolicyreports/falco-cluster-policy-report';

/** As Go reads it: no half of a character is one. Names of prototypes are lost to this test, not to the report. */
function kept(alert: Alert): unknown {
  return result.parse(JSON.parse(JSON.stringify(reportResult(alert)).replaceAll(/\\ud[89a-f][\da-f]{2}/g, '\ufffd')));
}

/** Alerts of one namespace, each with a uuid of its own. */
function alertsIn(namespace: string, count: number, changes: Partial<Alert> = {}): Alert[] {
  return Array.from({ length: count }, (_, index) =>
    changedAlert(testAlert, {
      uuid: `018f3a5e-0000-4000-8000-${String(index).padStart(12, '0')}`,
      source: 'syscall',
      rule: `Rule ${index}`,
      outputFields: { 'k8s.ns.name': namespace, 'k8s.pod.name': 'p' },
      ...changes,
    }),
  );
}

describe.skipIf(!programs)('policy reports in a cluster', { timeout: 60_000 }, () => {
  let api: KubernetesApi;
  let options: { readonly kubeconfig: string };

  beforeAll(async () => {
    if (!programs) return;
    api = await KubernetesApi.start(programs);
    await installReports(api);
    await permitFalco(api);
    for (const name of ['shop', 'busy', 'full', 'restart', 'taken']) await createNamespace(api, name);
    options = { kubeconfig: api.kubeconfig('falco') };
  }, 60_000);

  afterAll(async () => api?.[Symbol.asyncDispose]());

  async function uuidsIn(location: string): Promise<string[]> {
    const { results } = await api.read(location, report);
    return results.map(({ properties }) => properties['uuid'] ?? '');
  }

  it('have every alert, word for word, once, however often it was sent', async () => {
    const alerts = Object.values(allAlerts).map((alert) => changedAlert(alert, { source: 'syscall' }));
    for (let times = 0; times < 2; times++) {
      const { dead } = await deliverAll(policyreport, options, alerts);
      expect(dead).toEqual(new Map());
    }
    const { results: cluster } = await api.read(ofCluster, report);
    const { results: shop } = await api.read(namespaced('shop'), report);
    const stored = new Map([...cluster, ...shop].map((one) => [one.properties['uuid'], one]));
    expect(cluster.length + shop.length).toBe(alerts.length);
    for (const alert of alerts) expect(stored.get(alert.uuid)).toEqual(kept(alert));
    expect((await api.read(namespaced('shop'), report)).summary).toEqual({
      pass: 0,
      fail: 0,
      warn: 0,
      error: 0,
      skip: 1,
    });
  });

  it('keep as many as they may, the latest or the most severe', async () => {
    await deliverAll(policyreport, { ...options, maxevents: 3 }, alertsIn('full', 5));
    expect(await uuidsIn(namespaced('full'))).toEqual(
      alertsIn('full', 5)
        .slice(2)
        .map(({ uuid }) => uuid),
    );
    const urgent = alertsIn('full', 1, { uuid: 'urgent', priority: 'Critical' });
    const others = alertsIn('full', 3, { priority: 'Debug' });
    await deliverAll(policyreport, { ...options, maxevents: 2, prunebypriority: true }, [...urgent, ...others]);
    expect(await uuidsIn(namespaced('full'))).toContain('urgent');
  });

  it('lose nothing where several write at the same time', async () => {
    const alerts = alertsIn('busy', 60);
    const parts = [0, 1, 2].map((part) => alerts.filter((_, index) => index % 3 === part));
    await Promise.all(parts.map((part) => deliverAll(policyreport, options, part)));
    expect((await uuidsIn(namespaced('busy'))).toSorted()).toEqual(alerts.map(({ uuid }) => uuid));
  });

  it('lose nothing to a restart of the API server, and have nothing twice', async () => {
    const alerts = alertsIn('restart', 400, { output: 'x'.repeat(900) });
    const delivered = deliverAll(policyreport, options, alerts);
    await vi.waitFor(async () => expect((await uuidsIn(namespaced('restart'))).length).toBeGreaterThan(0), 20_000);
    await api.restart();
    expect((await delivered).delivered).toBe(alerts.length);
    expect((await uuidsIn(namespaced('restart'))).toSorted()).toEqual(alerts.map(({ uuid }) => uuid));
  });

  it('begin anew where a report is too large to be read', async () => {
    const metadata = { name: 'falco-policy-report' };
    const results = Array.from({ length: 1300 }, () => ({ policy: 'p', message: 'x'.repeat(900) }));
    const path = namespaced('taken').replace(/\/[^/]*$/, '');
    await api.create(path, { apiVersion: 'wgpolicyk8s.io/v1alpha2', kind: 'PolicyReport', metadata, results });
    await deliverAll(policyreport, options, alertsIn('taken', 1));
    expect(await uuidsIn(namespaced('taken'))).toEqual(alertsIn('taken', 1).map(({ uuid }) => uuid));
  });

  it('have alerts of a namespace that is gone in another', async () => {
    await deliverAll(policyreport, { ...options, falconamespace: 'shop' }, alertsIn('gone', 1));
    expect(await uuidsIn(namespaced('shop'))).toContain(alertsIn('gone', 1)[0]?.uuid);
  });

  it('may be those of OpenReports', async () => {
    await deliverAll(policyreport, { ...options, api: 'openreports.io/v1alpha1' }, alertsIn('shop', 2));
    expect(await uuidsIn('/apis/openreports.io/v1alpha1/namespaces/shop/reports/falco-policy-report')).toHaveLength(2);
  });
});
