import { globSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import type { Manifest } from './helm.ts';

/**
 * Makes of what defines the kinds of Kubernetes, and those of others, the schemas that kubeconform reads. Unknown members
 * are refused, which an API server would drop in silence.
 * @returns where they are, as kubeconform wants it
 */
export function kubernetesSchemas(): string {
  const built = process.env['TIERCEL_SERVERS'] ?? path.join(homedir(), '.cache/tiercel-servers');
  const source = path.join(built, 'kubernetes');
  const folder = mkdtempSync(path.join(tmpdir(), 'tiercel-schemas-'));
  const write = (group: string, version: string, kind: string, schema: unknown) =>
    writeFileSync(
      path.join(folder, `${group || version}_${version}_${kind.toLowerCase()}.json`),
      JSON.stringify(schema),
    );

  const { definitions } = JSON.parse(readFileSync(path.join(source, 'swagger.json'), 'utf8')) as Manifest;
  for (const [name, definition] of Object.entries<Manifest>(definitions)) {
    for (const { group, version, kind } of definition['x-kubernetes-group-version-kind'] ?? []) {
      if (!wanted.has(kind)) continue;
      write(group, version, kind, { ...strict(definition), definitions: reachable(name, definitions) });
    }
  }
  for (const file of globSync('*.yaml', { cwd: source }).filter((name) => wantedFiles.test(name))) {
    const { kind, spec } = (parse(readFileSync(path.join(source, file), 'utf8')) as Manifest) ?? {};
    if (kind !== 'CustomResourceDefinition') continue;
    for (const { name, schema } of spec.versions)
      write(spec.group, name, spec.names.kind, strict(schema.openAPIV3Schema));
  }
  return path.join(folder, '{{.Group}}_{{.ResourceAPIVersion}}_{{.ResourceKind}}.json');
}

/** Those that a chart makes; there are hundreds. */
const wanted = new Set(
  (
    'ConfigMap Secret Service ServiceAccount Pod Namespace StatefulSet Deployment PodDisruptionBudget HorizontalPodAutoscaler ' +
    'NetworkPolicy Ingress ClusterRole ClusterRoleBinding'
  ).split(' '),
);

/** Reading all of them would take long. */
const wantedFiles =
  /_(?:gateways|httproutes|referencegrants|backendtlspolicies|servicemonitors|podmonitors|prometheusrules|certificates|helmrepositories|ocirepositories|components)\.yaml$|^application-crd/;

function strict(schema: Manifest): Manifest {
  if (Array.isArray(schema)) return schema.map(strict);
  if (typeof schema !== 'object' || schema === null) return schema;
  if (schema['x-kubernetes-int-or-string'] === true || schema.format === 'int-or-string')
    return { type: ['integer', 'string'] };
  const inner = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, strict(value)]));
  const isOpen = schema['x-kubernetes-preserve-unknown-fields'] === true || schema.additionalProperties !== undefined;
  const hasMembers = typeof schema.properties === 'object' && typeof schema.properties.type !== 'string';
  return hasMembers && !isOpen && Object.keys(schema.properties).length > 0
    ? { ...inner, additionalProperties: false, properties: withMetadata(inner['properties'], schema) }
    : inner;
}

/** In the definitions of others the metadata are an object of which nothing is said. */
function withMetadata(properties: Manifest, { 'x-kubernetes-group-version-kind': kinds }: Manifest): Manifest {
  return kinds === undefined && properties.metadata ? { ...properties, metadata: { type: 'object' } } : properties;
}

function reachable(name: string, definitions: Manifest, found: Record<string, unknown> = {}): Record<string, unknown> {
  const text = JSON.stringify(definitions[name]);
  for (const [, other = ''] of text.matchAll(/"#\/definitions\/([^"]+)"/g)) {
    if (other in found) continue;
    found[other] = strict(definitions[other]);
    reachable(other, definitions, found);
  }
  return found;
}
