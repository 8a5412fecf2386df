import type { Json } from '#kit/json.ts';
import type { FieldDefinition } from './catalog.ts';
import { itemsOf, member, memberAt, stringOf, textOf } from './json-values.ts';
import { containerFields, repositoryOf } from './kubernetes-containers.ts';
import type { KubernetesQuirks } from './kubernetes-quirks.ts';
import { requestFields } from './kubernetes-request.ts';
import { auditField, completeTexts, indexedField, itemsAt, presentTexts, valuesAt } from './kubernetes-values.ts';

/**
 * The fields of Kubernetes audit events: the 100 of Falco's `k8saudit` plugin 0.18.0.
 * @see https://kubernetes.io/docs/reference/config-api/apiserver-audit.v1/
 */
export function kubernetesFields(quirks: KubernetesQuirks = new Set()): readonly FieldDefinition[] {
  return [
    ...plainFields.map(([name, path, description]) => plainField(name, path.split(' '), description)),
    list('ka.user.groups', 'user groups', 'The groups the user belongs to.'),
    auditField('ka.uri.param', { isList: false, argument: 'key' }, 'A parameter of the request URI.', (name = '') => {
      return (event) => queryParameter(stringOf(member(event, 'requestURI')), name);
    }),
    auditField('ka.target.pod.name', scalar, 'The name of the pod the request was about, as answered.', () => podName),
    indexedField('ka.sourceips', 'The addresses the request came from, through proxies.', (event, index) =>
      quirks.has('sourceips')
        ? presentTexts(valuesAt(event, ['requestObject', 'rules', 'sourceIPs'], index)?.flatMap(itemsOf))
        : presentTexts(itemsAt(member(event, 'sourceIPs'), index)),
    ),
    list('ka.req.pod.supplemental_groups', `${podContext} supplementalGroups`, "The pod's supplemental group ids."),
    ...firstContainerFields(quirks),
    ...containerFields(quirks),
    ...requestFields(quirks),
  ];
}

const scalar = { isList: false, argument: 'none' } as const;
const podContext = 'requestObject spec securityContext';

/** Name, the keys that lead to the value, and what it is. */
const plainFields: readonly (readonly [name: string, keys: string, description: string])[] = [
  ['ka.auditid', 'auditID', 'The id of the audit event; the same at every stage of a request.'],
  ['ka.stage', 'stage', 'How far the request had come: RequestReceived, ResponseStarted, ResponseComplete or Panic.'],
  ['ka.auth.decision', 'annotations authorization.k8s.io/decision', 'Whether authorization allowed the request.'],
  ['ka.auth.reason', 'annotations authorization.k8s.io/reason', 'Why authorization decided as it did.'],
  [
    'ka.auth.openshift.decision',
    'annotations authentication.openshift.io/decision',
    'The decision of the authentication of OpenShift.',
  ],
  [
    'ka.auth.openshift.username',
    'annotations authentication.openshift.io/username',
    'The user that logged in to OpenShift.',
  ],
  [
    'ka.validations.admission.policy.failure',
    'annotations validation.policy.admission.k8s.io/validation_failure',
    'What a ValidatingAdmissionPolicy found wrong.',
  ],
  [
    'ka.security.pod.violations',
    'annotations pod-security.kubernetes.io/audit-violations',
    'How the pod violates its Pod Security Standard.',
  ],
  ['ka.user.name', 'user username', 'The user who made the request.'],
  ['ka.impuser.name', 'impersonatedUser username', 'The user the request was made in the name of.'],
  ['ka.verb', 'verb', 'What was to be done: create, get, list, watch, patch and so on.'],
  ['ka.uri', 'requestURI', 'The URI of the request as the client sent it.'],
  ['ka.target.name', 'objectRef name', 'The name of the object the request is about.'],
  ['ka.target.namespace', 'objectRef namespace', 'The namespace of the object the request is about.'],
  ['ka.target.resource', 'objectRef resource', 'The resource of the object the request is about, such as pods.'],
  ['ka.target.subresource', 'objectRef subresource', 'The part of the object the request is about, such as exec.'],
  ['ka.resp.name', 'responseObject metadata name', 'The name of the object in the response.'],
  ['ka.response.code', 'responseStatus code', 'The HTTP status code of the response.'],
  ['ka.response.reason', 'responseStatus reason', 'Why the request failed, in a word.'],
  ['ka.useragent', 'userAgent', 'The program that made the request, in its own words.'],
  ['ka.cluster.name', 'annotations cluster_name', 'The name of the cluster, where the provider adds it.'],
  ['ka.req.pod.host_ipc', 'requestObject spec hostIPC', "Whether the pod uses the host's IPC."],
  ['ka.req.pod.host_network', 'requestObject spec hostNetwork', "Whether the pod uses the host's network."],
  ['ka.req.pod.host_pid', 'requestObject spec hostPID', "Whether the pod sees the host's processes."],
  ['ka.req.pod.run_as_user', `${podContext} runAsUser`, "The user id of the pod's security context."],
  ['ka.req.pod.run_as_group', `${podContext} runAsGroup`, "The group id of the pod's security context."],
  ['ka.req.pod.fs_group', `${podContext} fsGroup`, "The group id that owns the pod's volumes."],
];

function plainField(name: string, keys: readonly string[], description: string): FieldDefinition {
  return auditField(name, scalar, description, () => (event) => {
    const value = memberAt(event, keys);
    return value === undefined ? undefined : [textOf(value)];
  });
}

function list(name: string, path: string, description: string): FieldDefinition {
  const keys = path.split(' ');
  return auditField(name, { isList: true, argument: 'none' }, description, () => (event) => {
    return itemsOf(memberAt(event, keys)).map(textOf);
  });
}

/** The first value of a parameter. A part of the query that cannot be read hides none of the others. */
function queryParameter(uri: string | undefined, name: string): readonly string[] | undefined {
  const query = uri?.split('#', 1)[0]?.split('?').slice(1).join('?');
  const value = query === undefined ? null : new URLSearchParams(query).get(name);
  return value === null ? undefined : [value];
}

/** A subresource such as `exec` or `log` is no pod. */
function podName(event: Json): readonly string[] | undefined {
  const target = member(event, 'objectRef');
  const isPod = member(target, 'resource') === 'pods' && (stringOf(member(target, 'subresource')) ?? '') === '';
  const name = memberAt(event, ['responseObject', 'metadata', 'name']);
  return isPod && name !== undefined ? [textOf(name)] : undefined;
}

/** What remains from the time before there were lists. */
function firstContainerFields(quirks: KubernetesQuirks): readonly FieldDefinition[] {
  const firstImage = (event: Json) =>
    completeTexts(valuesAt(event, ['requestObject', 'spec', 'containers', 'image'], 0));
  const instead = (name: string) => `Of older rules: use ka.req.pod.${name}.`;
  return [
    auditField('ka.req.container.image', scalar, instead('containers.image'), () => firstImage),
    auditField('ka.req.container.image.repository', scalar, instead('containers.image.repository'), () => (event) => {
      return firstImage(event)?.map((image) => repositoryOf(image, quirks));
    }),
    auditField('ka.req.container.host_network', scalar, instead('host_network'), () => (event) => {
      const value = memberAt(event, ['requestObject', 'spec', 'hostNetwork']);
      return value === undefined ? undefined : [textOf(value)];
    }),
    auditField('ka.req.container.privileged', scalar, instead('containers.privileged'), () => (event) => {
      const keys = ['requestObject', 'spec', 'containers', 'securityContext', 'privileged'];
      const flags = valuesAt(event, keys, undefined);
      return flags && [String(flags.includes(true))];
    }),
  ];
}
