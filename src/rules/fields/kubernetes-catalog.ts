import { createCatalog } from './catalog.ts';
import type { FieldCatalog } from './field.ts';
import { genericFields, type Surroundings } from './generic-fields.ts';
import { jsonFields } from './json-fields.ts';
import { kubernetesFields } from './kubernetes-fields.ts';
import type { KubernetesQuirk } from './kubernetes-quirks.ts';

/** The data source of Kubernetes audit events, however they come. */
export const kubernetesSource = 'k8s_audit';

/** The 124 fields a rule with `source: k8s_audit` may use. `quirks` are the mistakes of Falco's plugin to keep. */
export function kubernetesCatalog(around: Surroundings, quirks: readonly KubernetesQuirk[] = []): FieldCatalog {
  return createCatalog(kubernetesSource, genericFields(around), kubernetesFields(new Set(quirks)), jsonFields);
}
