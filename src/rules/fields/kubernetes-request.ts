import { isJsonObject, type Json } from '#kit/json.ts';
import type { FieldDefinition } from './catalog.ts';
import { itemsOf, member, memberAt, textOf } from './json-values.ts';
import type { KubernetesQuirks } from './kubernetes-quirks.ts';
import { auditField, indexedField, itemsAt, joinedLists, presentTexts, valuesAt } from './kubernetes-values.ts';

/** The fields of what a request carries besides containers: bindings, roles, config maps, services, volumes. */
export function requestFields(quirks: KubernetesQuirks): readonly FieldDefinition[] {
  return [...bindingFields, ...roleFields, ...configMapFields, ...serviceFields(quirks), ...volumeFields];
}

const scalar = { isList: false, argument: 'none' } as const;
const list = { isList: true, argument: 'none' } as const;

const bindingFields: readonly FieldDefinition[] = [
  auditField('ka.req.binding.subjects', list, 'Whom the binding gives the role to, each as JSON.', () => (event) => {
    return subjects(event).map(textOf);
  }),
  auditField('ka.req.binding.subjects.user_names', list, 'The users the binding gives the role to.', () => (event) => {
    return namesOf(event, 'User');
  }),
  auditField(
    'ka.req.binding.subjects.serviceaccount_names',
    list,
    'The service accounts the binding gives the role to.',
    () => (event) => namesOf(event, 'ServiceAccount'),
  ),
  auditField(
    'ka.req.binding.subjects.serviceaccount_ns_names',
    list,
    'The service accounts the binding gives the role to, as namespace:name.',
    () => namespacedAccounts,
  ),
  auditField(
    'ka.req.binding.subjects.group_names',
    list,
    'The groups the binding gives the role to.',
    () => (event) => {
      return namesOf(event, 'Group');
    },
  ),
  auditField('ka.req.binding.role', scalar, 'The name of the role the binding gives.', () => (event) => {
    return textAt(event, ['requestObject', 'roleRef', 'name']);
  }),
  auditField(
    'ka.req.binding.subject.has_name',
    { isList: false, argument: 'key' },
    'Of older rules: always true.',
    () => () => ['true'],
  ),
];

const roleFields: readonly FieldDefinition[] = [
  auditField('ka.req.role.rules', list, 'The rules of the role, each as JSON.', () => (event) => {
    return itemsOf(memberAt(event, ['requestObject', 'rules'])).map(textOf);
  }),
  ruleField('apiGroups', 'The API groups in the rules of the role.'),
  ruleField('nonResourceURLs', 'The URLs that are no resources in the rules of the role.'),
  ruleField('verbs', 'The verbs in the rules of the role.'),
  ruleField('resources', 'The resources in the rules of the role.'),
];

const configMapFields: readonly FieldDefinition[] = [
  auditField('ka.req.configmap.name', scalar, 'The name of the config map.', () => (event) => {
    return textAt(event, ['objectRef', 'name']);
  }),
  auditField('ka.req.configmap.obj', scalar, 'The data of the config map as JSON.', () => (event) => {
    return textAt(event, ['requestObject', 'data']);
  }),
];

function serviceFields(quirks: KubernetesQuirks): readonly FieldDefinition[] {
  return [
    auditField('ka.req.service.type', scalar, 'The type of the service, such as NodePort.', () => (event) => {
      return textAt(event, ['requestObject', 'spec', 'type']);
    }),
    indexedField('ka.req.service.ports', 'The ports of the service, each as JSON.', (event, index) => {
      const ports = memberAt(event, ['requestObject', 'spec', 'ports']);
      if (quirks.has('service-ports')) return ports === undefined ? undefined : [textOf(ports)];
      return presentTexts(itemsAt(ports, index));
    }),
  ];
}

const volumeFields: readonly FieldDefinition[] = [
  indexedField('ka.req.pod.volumes.hostpath', 'The paths of the host the pod mounts.', hostPaths),
  indexedField('ka.req.pod.volumes.flexvolume_driver', 'The drivers of the flex volumes of the pod.', (event, index) =>
    presentTexts(valuesAt(event, [...volumes, 'flexVolume', 'driver'], index)),
  ),
  indexedField('ka.req.pod.volumes.volume_type', 'The types of the volumes of the pod.', (event, index) =>
    itemsAt(memberAt(event, volumes), index)?.flatMap(typesOf),
  ),
  auditField(
    'ka.req.volume.hostpath',
    { isList: false, argument: 'key' },
    'Of older rules: whether the pod mounts this path of the host, or one that begins like it where it ends in *.',
    (path = '') => {
      const isMatch = pathMatcher(path);
      return (event) => {
        const paths = hostPaths(event, undefined);
        return paths && [String(paths.some(isMatch))];
      };
    },
  ),
];

const volumes = ['requestObject', 'spec', 'volumes'] as const;

function textAt(event: Json, keys: readonly string[]): readonly string[] | undefined {
  const value = memberAt(event, keys);
  return value === undefined ? undefined : [textOf(value)];
}

function subjects(event: Json): readonly Json[] {
  return itemsOf(memberAt(event, ['requestObject', 'subjects']));
}

function namesOf(event: Json, kind: string): readonly string[] {
  const named = subjects(event).filter((subject) => member(subject, 'kind') === kind);
  return presentTexts(named.map((subject) => member(subject, 'name'))) ?? [];
}

function namespacedAccounts(event: Json): readonly string[] {
  return subjects(event).flatMap((subject) => {
    const name = member(subject, 'name');
    const namespace = member(subject, 'namespace');
    const isAccount = member(subject, 'kind') === 'ServiceAccount' && name !== undefined && namespace !== undefined;
    return isAccount ? [`${textOf(namespace)}:${textOf(name)}`] : [];
  });
}

function ruleField(key: string, description: string): FieldDefinition {
  return indexedField(`ka.req.role.rules.${key}`, description, (event, index) =>
    joinedLists(valuesAt(event, ['requestObject', 'rules', key], index))?.map(textOf),
  );
}

function hostPaths(event: Json, index: number | undefined): readonly string[] | undefined {
  return presentTexts(valuesAt(event, [...volumes, 'hostPath', 'path'], index));
}

/** Every key of a volume but its name is a type with its options. */
function typesOf(volume: Json): readonly string[] {
  return isJsonObject(volume) ? Object.keys(volume).filter((key) => key !== 'name') : [];
}

function pathMatcher(path: string): (candidate: string) => boolean {
  if (!path.endsWith('*')) return (candidate) => candidate === path;
  const start = path.slice(0, -1);
  return (candidate) => candidate.startsWith(start) || candidate === path;
}
