import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stringify } from 'yaml';

/** A home directory with what the examples of outputs find in one: a kubeconfig. */
export function makeHome(): string {
  const home = mkdtempSync(path.join(tmpdir(), 'tiercel-home-'));
  const kubeconfig = {
    'current-context': 'test',
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'test' } }],
    clusters: [{ name: 'test', cluster: { server: 'https://kubernetes.example.com' } }],
    users: [{ name: 'test', user: { token: 'swordfish' } }],
  };
  mkdirSync(path.join(home, '.kube'));
  writeFileSync(path.join(home, '.kube', 'config'), stringify(kubeconfig));
  return home;
}
