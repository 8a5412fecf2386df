import { spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import { findServer } from '#outputs/testing/programs.ts';
import { helm, refusal, render, type Manifest, type Objects } from './helm.ts';
import { kubernetesSchemas } from './kubernetes-schemas.ts';
import { matrix, seed } from './values.ts';

const kubeconform = findServer('kubeconform');
const cases = Object.entries({ ...matrix, seed });

describe.skipIf(!helm)('the chart', () => {
  const rendered = new Map<string, Objects>();
  beforeAll(async () => {
    for (const [name, values] of cases) rendered.set(name, await render(values));
  });
  const objects = (name: string) => rendered.get(name)?.all ?? [];

  describe.skipIf(!kubeconform)("obeys Kubernetes' own schemas", () => {
    let schemas: string;
    beforeAll(() => {
      schemas = kubernetesSchemas();
    });
    it.each(cases)('with values for %s', (name) => {
      const options = ['-strict', '-summary', '-schema-location', schemas, '-'];
      const checked = spawnSync(kubeconform ?? '', options, { input: rendered.get(name)?.text, encoding: 'utf8' });
      expect(checked.stdout).toMatch(/Valid: \d+, Invalid: 0, Errors: 0, Skipped: 0/);
      expect(checked.status).toBe(0);
    });
  });

  it.skipIf(!kubeconform)('would not pass a manifest that is wrong', () => {
    const text = (rendered.get('nothing')?.text ?? '').replace('replicas: 1', 'replicas: one\n  replcas: 1');
    const options = ['-strict', '-schema-location', kubernetesSchemas(), '-'];
    const checked = spawnSync(kubeconform ?? '', options, { input: text, encoding: 'utf8' });
    expect(checked.stdout).toContain('StatefulSet falcosidekick is invalid');
    expect(checked.stdout).toContain("'replcas'");
  });

  it.each(cases)('makes pods of the profile "restricted" with values for %s', (name) => {
    for (const pod of objects(name).flatMap(podOf)) {
      expect(pod).not.toHaveProperty('hostNetwork');
      expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
      for (const container of [...pod.containers, ...(pod.initContainers ?? [])]) {
        expect(container.securityContext).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
        expect(container.resources.limits).toHaveProperty('memory');
      }
      for (const volume of pod.volumes) expect(Object.keys(volume)[1] ?? '').not.toBe('hostPath');
      expect(pod).toHaveProperty('automountServiceAccountToken');
    }
  });

  it.each(cases)('mounts only what there is with values for %s', (name) => {
    const claims = (object: Manifest): string[] =>
      (object.spec.volumeClaimTemplates ?? []).map(({ metadata }: Manifest) => metadata.name);
    for (const object of objects(name).filter(({ kind }) => ['StatefulSet', 'Deployment', 'Pod'].includes(kind))) {
      for (const pod of podOf(object)) {
        const volumes = [...pod.volumes.map((volume: Manifest) => volume.name), ...claims(object)];
        const mounts = pod.containers.flatMap((container: Manifest) => container.volumeMounts);
        for (const mount of mounts) expect(volumes).toContain(mount.name);
      }
    }
  });

  it('leads to the ports of audit events, through the policy of the network', async () => {
    const { all } = await render(matrix['audit ports'] ?? {});
    const service = all.find(({ kind, spec }) => kind === 'Service' && spec.type === 'ClusterIP');
    const policy = all.find(({ kind }) => kind === 'NetworkPolicy');
    const pod = all.flatMap(podOf)[0];
    const named = (ports: readonly { readonly name: string }[]) =>
      ports.filter(({ name }) => name.startsWith('audit-'));
    expect(named(service?.spec.ports)).toEqual([
      { name: 'audit-9765', port: 9765, targetPort: 'audit-9765', protocol: 'TCP' },
      { name: 'audit-8765', port: 8765, targetPort: 'audit-8765', protocol: 'TCP' },
    ]);
    expect(named(pod.containers[0].ports)).toMatchObject([{ containerPort: 9765 }, { containerPort: 8765 }]);
    expect(policy?.spec.ingress[0].ports).toContainEqual({ port: 'audit-8765', protocol: 'TCP' });
  });

  it("has the names, ports and labels of Falcosidekick's chart", async () => {
    const { all, workload } = await render({ replicaCount: 2 }, { name: 'falco' });
    const service = (name: string) => all.find((o) => o.kind === 'Service' && o.metadata.name === name);
    const selector = {
      'app.kubernetes.io/name': 'falcosidekick',
      'app.kubernetes.io/instance': 'falco',
      'app.kubernetes.io/component': 'core',
    };
    expect(workload.metadata.name).toBe('falco-falcosidekick');
    expect(workload.spec.selector.matchLabels).toEqual(selector);
    expect(service('falco-falcosidekick').spec).toMatchObject({ selector, ports: [{ name: 'http', port: 2801 }] });
    expect(service('falco-falcosidekick-ui').spec).toMatchObject({ selector, ports: [{ name: 'http', port: 2802 }] });
  });

  it('keeps a journal on a volume, and is a Deployment only without one', async () => {
    expect((await render({})).workload).toMatchObject({
      kind: 'StatefulSet',
      spec: { volumeClaimTemplates: [{ metadata: { name: 'journal' } }] },
    });
    expect((await render({ config: { journal: { durability: 'memory' } } })).workload.kind).toBe('Deployment');
  });

  it('rolls the pods when the configuration changes, or a credential', async () => {
    const sum = async (values: object) =>
      (await render(values)).workload.spec.template.metadata.annotations['checksum/config'];
    const [first, again, changed, secret] = await Promise.all([
      sum({}),
      sum({}),
      sum({ config: { debug: true } }),
      sum({ config: { slack: { webhookurl: 'https://a.example' } } }),
    ]);
    expect(again).toBe(first);
    expect(new Set([first, changed, secret]).size).toBe(3);
  });

  it('makes permissions only for an output that needs them', async () => {
    const may = async (config: object) => {
      const { all, workload } = await render({ config });
      const role = all.find(({ kind }) => kind === 'ClusterRole');
      expect(workload.spec.template.spec.automountServiceAccountToken).toBe(role !== undefined);
      return role?.rules.map(({ apiGroups, resources }: Manifest) => [...apiGroups, ...resources].join(' '));
    };
    const off = { policyreport: { enabled: false }, kubernetesevents: { minimumpriority: 'error' } };
    expect(await may(off)).toBeUndefined();
    expect(await may({ policyreport: { enabled: true } })).toEqual([
      'wgpolicyk8s.io policyreports clusterpolicyreports',
    ]);
    const named = { name: 'reports', type: 'policyreport', api: 'openreports.io/v1alpha1' };
    expect(await may({ kubernetesevents: { enabled: true }, outputs: [named] })).toEqual([
      'events.k8s.io events',
      ' pods',
      'openreports.io reports clusterreports',
    ]);
  });

  it('keeps credentials of named outputs out of the ConfigMap, too', async () => {
    const { configuration, environment } = await render({
      config: {
        outputs: [{ name: 'slack-platform', type: 'slack', webhookurl: 'https://secret.example' }],
        webhook: { address: 'http://user:password@hook.example' },
      },
    });
    expect(configuration.outputs[0].webhookurl).toEqual({ env: 'OUTPUTS_SLACK_PLATFORM_WEBHOOKURL' });
    expect(environment).toMatchObject({
      OUTPUTS_SLACK_PLATFORM_WEBHOOKURL: 'https://secret.example',
      WEBHOOK_ADDRESS: 'http://user:password@hook.example',
    });
  });

  it.each([
    ['an output', { config: { slakc: {} } }, "at '/config': additional properties 'slakc' not allowed"],
    ['an option', { config: { slack: { webhokurl: '' } } }, "at '/config/slack': additional properties 'webhokurl'"],
    ['a value', { replicas: 2 }, "additional properties 'replicas' not allowed"],
    ['a choice', { config: { journal: { durability: 'ram' } } }, "must be one of 'disk', 'memory'"],
    ['a named output', { config: { outputs: [{ type: 'slak' }] } }, "'/config/outputs/0/type': value must be one of"],
    [
      'className',
      { webui: { ingress: { className: 'a' } } },
      'webui.ingress.className: the value is called ingressClassName',
    ],
    ['host', { host: 'a' }, 'host: there is no such value; the Service is falcosidekick on service.port (2801)'],
    ['port', { port: 1 }, 'port: there is no such value'],
    ['prometheus', { config: { prometheus: { enabled: true } } }, 'set serviceMonitor.enabled'],
    ['a default', { api: null }, 'Use --reset-then-reuse-values'],
    ['autoscaling on disk', { autoscaling: { enabled: true } }, 'only with config.journal.durability: memory'],
  ])('refuses %s that does not exist, and says what does', async (_, values, message) => {
    expect(await refusal(values)).toContain(message);
  });

  it('writes a manifest that a person can read', async () => {
    const { text } = await render(seed);
    const stable = text
      .replaceAll(/"uuid":"[^"]+"/g, '"uuid":"…"')
      .replaceAll(/[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[\da-f-]{17}/g, '…')
      .replaceAll(/\d{4}-\d\d-\d\dT[^"]+"/g, '…"')
      .replaceAll(/\d\d:\d\d:\d\d/g, '…');
    await expect(stable).toMatchFileSnapshot('golden/seed.yaml');
  });
});

function podOf(object: Manifest): Manifest[] {
  if (object.kind === 'Pod') return [object.spec];
  return ['StatefulSet', 'Deployment'].includes(object.kind) ? [object.spec.template.spec] : [];
}
