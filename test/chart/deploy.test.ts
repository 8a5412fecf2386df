import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { findServer, hasProgram } from '#outputs/testing/programs.ts';
import { helm, render, type Manifest } from './helm.ts';
import { kubernetesSchemas } from './kubernetes-schemas.ts';

const folder = path.join(import.meta.dirname, '../../deploy');
const kubeconform = findServer('kubeconform');
const canKustomize = hasProgram('kubectl', 'version');
/** Their definitions are not to be had as a Go module, or are a program's own. */
const withoutSchema = 'HelmRelease,Kustomization';

const read = (file: string): Manifest => parse(readFileSync(path.join(folder, file), 'utf8'));
const manifests = globSync('{flux,flux/oci,argocd,falco-operator}/*.yaml', { cwd: folder });

describe('what Flux, Argo CD and the Falco operator are given', () => {
  it('is in the versions that they serve today', () => {
    const versions = new Set(manifests.map((file) => `${read(file).kind} ${read(file).apiVersion}`));
    expect([...versions].toSorted()).toEqual([
      'Application argoproj.io/v1alpha1',
      'Component instance.falcosecurity.dev/v1alpha1',
      'HelmRelease helm.toolkit.fluxcd.io/v2',
      'HelmRepository source.toolkit.fluxcd.io/v1',
      'Kustomization kustomize.config.k8s.io/v1beta1',
      'Namespace v1',
      'OCIRepository source.toolkit.fluxcd.io/v1',
    ]);
  });

  it.skipIf(!kubeconform)('obeys their schemas', () => {
    const files = manifests.map((file) => path.join(folder, file));
    const options = ['-strict', '-summary', '-skip', withoutSchema, '-schema-location', kubernetesSchemas()];
    const { stdout } = spawnSync(kubeconform ?? '', [...options, ...files], { encoding: 'utf8' });
    expect(stdout).toMatch(/Valid: 5, Invalid: 0, Errors: 0/);
  });

  it.each(['flux', 'flux/oci'])('names only files that are there in %s', (name) => {
    for (const file of read(`${name}/kustomization.yaml`).resources) {
      expect(manifests).toContain(path.join(name, file));
    }
  });

  it.skipIf(!canKustomize)('is put together by kustomize', () => {
    const { stdout } = spawnSync('kubectl', ['kustomize', path.join(folder, 'flux')], { encoding: 'utf8' });
    expect(stdout).toContain('kind: HelmRelease');
  });

  it('takes credentials from Secrets alone', () => {
    for (const file of manifests) expect(JSON.stringify(read(file))).not.toMatch(/webhookurl|password|apikey/);
    expect(read('flux/helm-release.yaml').spec.valuesFrom).toMatchObject([{ kind: 'Secret' }]);
    expect(read('flux/oci/oci-repository.yaml').spec.verify).toMatchObject({ provider: 'cosign' });
  });

  it('gives the operator the container, the port and the user that it expects', () => {
    const { spec } = read('falco-operator/component.yaml');
    const [container] = spec.podTemplateSpec.spec.containers;
    expect(spec.component.type).toBe('falcosidekick');
    expect(container.name).toBe('falcosidekick');
    expect(spec.podTemplateSpec.spec.securityContext.runAsUser).toBe(1234);
  });
});

describe.skipIf(!helm)('the chart takes the values', () => {
  it("of Flux's HelmRelease, together with those of its Secret", async () => {
    const { spec } = read('flux/helm-release.yaml');
    const { slack } = spec.values.config;
    const secret = { config: { ...spec.values.config, slack: { ...slack, webhookurl: 'https://hooks.slack.com/x' } } };
    const { configuration, environment, one } = bound(await render({ ...spec.values, ...secret }));
    expect(configuration.slack).toEqual({ minimumpriority: 'warning', webhookurl: { env: 'SLACK_WEBHOOKURL' } });
    expect(environment).toHaveProperty('SLACK_WEBHOOKURL');
    expect(one('Ingress').spec.ingressClassName).toBe('tailscale');
    expect(one('ServiceMonitor').metadata.labels).toHaveProperty('release', 'prometheus');
  });

  it("of Argo CD's Application, without anything that differs each time", async () => {
    const { valuesObject } = read('argocd/application.yaml').spec.source.helm;
    const kinds = (await render(valuesObject)).names('Secret');
    expect(kinds).toEqual([]);
  });
});

function bound(objects: Awaited<ReturnType<typeof render>>) {
  return {
    configuration: objects.configuration,
    environment: objects.environment,
    one: (kind: string): Manifest => objects.one(kind),
  };
}
