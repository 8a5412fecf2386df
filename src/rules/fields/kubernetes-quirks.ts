/**
 * What Falco's `k8saudit` plugin reads wrongly, and we read as its documentation says. A rule written around one of these mistakes
 * needs it back:
 *
 * - `sourceips`: `ka.sourceips` looks at the rules of a role, so that it never has the client's addresses.
 * - `effective-ids`: `eff_run_as_user` and `eff_run_as_group` look outside the security contexts, so that they say 0.
 * - `capabilities`: `add_capabilities` has one JSON list per container in place of capabilities.
 * - `image-repository`: `image.repository` ends at the first colon, also at that of a registry's port.
 * - `service-ports`: `ka.req.service.ports` has all ports in one JSON list, and takes no notice of an index.
 */
export const kubernetesQuirks = [
  'sourceips',
  'effective-ids',
  'capabilities',
  'image-repository',
  'service-ports',
] as const;

export type KubernetesQuirk = (typeof kubernetesQuirks)[number];

export type KubernetesQuirks = ReadonlySet<KubernetesQuirk>;
