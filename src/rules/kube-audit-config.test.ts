import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { commonResources, kubeAuditConfig } from './kube-audit-config.ts';

it('tells the API server where to send events', () => {
  const { webhook } = kubeAuditConfig({ url: 'http://10.0.0.1:9765/k8s-audit' });
  expect(parse(webhook)).toEqual({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'tiercel', cluster: { server: 'http://10.0.0.1:9765/k8s-audit' } }],
    users: [{ name: 'kube-apiserver', user: {} }],
    contexts: [{ name: 'default', context: { cluster: 'tiercel', user: 'kube-apiserver' } }],
    'current-context': 'default',
  });
});

it('names certificates, and breaks on no path', () => {
  const files = { certificateAuthority: '/a: b.crt', clientCertificate: '/c"\n.crt', clientKey: '/d#.key' };
  const { webhook } = kubeAuditConfig({ url: 'https://x/k8s-audit', ...files });
  expect(parse(webhook)).toMatchObject({
    clusters: [{ cluster: { 'certificate-authority': '/a: b.crt' } }],
    users: [{ user: { 'client-certificate': '/c"\n.crt', 'client-key': '/d#.key' } }],
  });
});

it('asks for what rules look into, and never for what is in secrets', () => {
  const secrets = { group: '', resource: 'secrets', needsResponse: true };
  const { policy } = kubeAuditConfig({ url: 'http://x', resources: [...commonResources, secrets] });
  const { rules } = parse(policy);
  expect(rules.map(({ level }: { level: string }) => level)).toEqual([
    'None',
    'None',
    'None',
    'Request',
    'RequestResponse',
    'Request',
    'Metadata',
  ]);
  expect(rules[4].resources).toEqual([
    { group: '', resources: ['pods'] },
    { group: 'apps', resources: ['deployments'] },
    { group: 'rbac.authorization.k8s.io', resources: ['clusterroles', 'clusterrolebindings', 'roles', 'rolebindings'] },
  ]);
  expect(policy).not.toContain('"secrets"');
});

it('leaves out what no rule asks for', () => {
  const { policy } = kubeAuditConfig({ url: 'http://x', resources: [] });
  expect(parse(policy).rules).toHaveLength(5);
});
