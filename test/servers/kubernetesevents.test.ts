import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { changedAlert } from '#alert/alert.ts';
import { MisconfiguredError } from '#outputs/errors.ts';
import { kubernetesevents } from '#outputs/kubernetesevents.ts';
import { policyreport } from '#outputs/policyreport.ts';
import { testAlert } from '#outputs/testing/alerts.ts';
import { failureOf } from '#outputs/testing/connect.ts';
import { keeperOf } from '../delivery-http/keeper.ts';
import { allAlerts, deliverAll } from './deliver.ts';
import { findKubernetes, KubernetesApi, type Account } from './kubernetes-api.ts';
import { createNamespace, permitFalco } from './kubernetes-objects.ts';

const programs = findKubernetes();
const metadata = z.object({ name: z.string(), namespace: z.string() });
const events = z.object({
  items: z.array(
    z.looseObject({
      metadata: z.looseObject({ ...metadata.shape, annotations: z.record(z.string(), z.string()).optional() }),
      regarding: z.looseObject({ kind: z.string(), name: z.string(), uid: z.string().optional() }),
      note: z.string().optional(),
      reportingController: z.string().optional(),
    }),
  ),
});
const pod = z.object({ metadata: z.object({ uid: z.string() }) });

describe.skipIf(!programs)('events in a cluster', { timeout: 60_000 }, () => {
  let api: KubernetesApi;
  let options: { readonly kubeconfig: string };

  beforeAll(async () => {
    if (!programs) return;
    api = await KubernetesApi.start(programs);
    await permitFalco(api);
    await createNamespace(api, 'shop');
    await api.create('/api/v1/namespaces/shop/serviceaccounts', { metadata: { name: 'default' } });
    const spec = { containers: [{ name: 'c', image: 'i' }] };
    await api.create('/api/v1/namespaces/shop/pods', { metadata: { name: 'checkout-7d9f' }, spec });
    options = { kubeconfig: api.kubeconfig('falco') };
  }, 60_000);

  afterAll(async () => api?.[Symbol.asyncDispose]());

  async function ours() {
    const { items } = await api.read('/apis/events.k8s.io/v1/events', events);
    return items.filter(({ reportingController }) => reportingController === 'falco.org/tiercel');
  }

  it('are there for every alert, once, however often it was sent', async () => {
    const alerts = Object.values(allAlerts);
    for (let times = 0; times < 2; times++) {
      const { dead } = await deliverAll(kubernetesevents, options, alerts);
      expect(dead).toEqual(new Map());
    }
    const stored = await ours();
    expect(stored.map((one) => one.metadata.name).toSorted()).toEqual(alerts.map(({ uuid }) => `falco-${uuid}`));
    const notes = new Map(stored.map((one) => [one.metadata.annotations?.['falco.org/uuid'], one.note ?? '']));
    for (const { uuid, output } of alerts) {
      if (Buffer.byteLength(output) <= 1024) expect(notes.get(uuid)).toBe(output.toWellFormed());
      else expect(notes.get(uuid)).toMatch(/\[\.\.\.\]$/);
    }
  });

  it('are about the pod, by the uid that kubectl describe looks for', async () => {
    const { metadata: found } = await api.read('/api/v1/namespaces/shop/pods/checkout-7d9f', pod);
    const about = (await ours()).filter(({ regarding }) => regarding.name === 'checkout-7d9f');
    expect(about).toMatchObject([{ metadata: { namespace: 'shop' }, regarding: { kind: 'Pod', uid: found.uid } }]);
  });

  it('are about the node where the namespace is gone', async () => {
    const outputFields = { 'k8s.ns.name': 'gone', 'k8s.pod.name': 'p' };
    await deliverAll(kubernetesevents, options, [changedAlert(testAlert, { uuid: 'of-gone', outputFields })]);
    const [event] = (await ours()).filter(({ metadata: { name } }) => name === 'falco-of-gone');
    expect(event).toMatchObject({ regarding: { kind: 'Node', name: 'test-host' }, metadata: { namespace: 'default' } });
  });

  it('are all there after a restart of the API server', async () => {
    const alerts = Array.from({ length: 300 }, (_, index) => changedAlert(testAlert, { uuid: `restart-${index}` }));
    const restarted = async () => (await ours()).filter(({ metadata: { name } }) => name.startsWith('falco-restart-'));
    const delivered = deliverAll(kubernetesevents, options, alerts);
    await vi.waitFor(async () => expect((await restarted()).length).toBeGreaterThan(0), 20_000);
    await api.restart();
    expect((await delivered).delivered).toBe(alerts.length);
    expect(await restarted()).toHaveLength(alerts.length);
  });

  async function refusal(output: typeof policyreport | typeof kubernetesevents, account: Account): Promise<unknown> {
    const keeper = keeperOf(
      output,
      { kubeconfig: api.kubeconfig(account) },
      { tls: { checkcert: true, mutualtls: false } },
    );
    try {
      const { connection } = await keeper.get();
      return await failureOf(connection.deliver([testAlert], AbortSignal.timeout(10_000)));
    } finally {
      await keeper.close();
    }
  }

  it('are not for everybody', async () => {
    const error = await refusal(kubernetesevents, 'nobody');
    expect(error).toBeInstanceOf(MisconfiguredError);
    expect(String(error)).toContain('User "nobody" cannot create resource "events" in API group "events.k8s.io"');
  });

  it('need no definitions, as reports do', async () => {
    const error = await refusal(policyreport, 'admin');
    expect(error).toBeInstanceOf(MisconfiguredError);
    expect(String(error)).toContain('install their custom resource definitions');
  });
});
