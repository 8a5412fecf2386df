import type { Json } from '#kit/json.ts';
import type { FieldDefinition } from './catalog.ts';
import { isJsonList, member, memberAt, textOf } from './json-values.ts';
import type { KubernetesQuirks } from './kubernetes-quirks.ts';
import {
  completeTexts,
  indexedField,
  joinedLists,
  presentTexts,
  valuesAt,
  type Found,
  type ReadTexts,
} from './kubernetes-values.ts';

interface ContainerList {
  readonly key: string;
  readonly label: string;
  readonly hasPorts: boolean;
}

/** What the containers have under these keys, or the one asked for. */
type ContainerValues = (
  ...keys: readonly string[]
) => (event: Json, index: number | undefined) => readonly Found[] | undefined;

const lists: readonly ContainerList[] = [
  { key: 'containers', label: 'containers', hasPorts: true },
  { key: 'initContainers', label: 'init containers', hasPorts: true },
  { key: 'ephemeralContainers', label: 'ephemeral containers', hasPorts: false },
];

/** The fields of the three lists of containers in the pod that a request creates or changes. */
export function containerFields(quirks: KubernetesQuirks): readonly FieldDefinition[] {
  return lists.flatMap((list) => fieldsOfList(list, quirks));
}

function fieldsOfList({ key, label, hasPorts }: ContainerList, quirks: KubernetesQuirks): readonly FieldDefinition[] {
  const field = (name: string, description: string, read: ReadTexts) =>
    indexedField(`ka.req.pod.${key}.${name}`, `Of the pod's ${label}, ${description}`, read);
  const at: ContainerValues =
    (...keys) =>
    (event, index) =>
      valuesAt(event, ['requestObject', 'spec', key, ...keys], index);
  const present =
    (...keys: readonly string[]): ReadTexts =>
    (event, index) =>
      presentTexts(at('securityContext', ...keys)(event, index));
  const images: ReadTexts = (event, index) => completeTexts(at('image')(event, index));
  const fields = [
    field('name', 'the names.', (event, index) => completeTexts(at('name')(event, index))),
    field('image', 'the images.', images),
    field('image.repository', 'the images without tag and digest.', (event, index) =>
      images(event, index)?.map((image) => repositoryOf(image, quirks)),
    ),
    field('command', 'the commands, the words of each joined by blanks.', (event, index) =>
      commandLines(at('command')(event, index)),
    ),
    field('args', 'the arguments, those of each joined by blanks.', (event, index) =>
      commandLines(at('args')(event, index)),
    ),
    field('privileged', 'the privileged flags.', present('privileged')),
    field('allow_privilege_escalation', 'the allowPrivilegeEscalation flags.', present('allowPrivilegeEscalation')),
    field('read_only_fs', 'the readOnlyRootFilesystem flags.', present('readOnlyRootFilesystem')),
    field('run_as_user', 'the user ids of their own security contexts.', present('runAsUser')),
    field('eff_run_as_user', "the user ids they run as: their own, else the pod's, else 0.", (event, index) =>
      effective('runAsUser', event, at, index, quirks),
    ),
    field('run_as_group', 'the group ids of their own security contexts.', present('runAsGroup')),
    field('eff_run_as_group', "the group ids they run as: their own, else the pod's, else 0.", (event, index) =>
      effective('runAsGroup', event, at, index, quirks),
    ),
    field('proc_mount', 'the kinds of /proc they ask for.', present('procMount')),
    field('add_capabilities', 'the Linux capabilities added.', (event, index) =>
      capabilities(at('securityContext', 'capabilities', 'add')(event, index), quirks),
    ),
  ];
  if (!hasPorts) return fields;
  const ports = field('host_port', 'the host ports, or the container ports where there is none.', (event, index) =>
    hostPorts(at('ports')(event, index)),
  );
  return [...fields, ports];
}

/**
 * `registry:5000/team/app:1.2@sha256:…` is `registry:5000/team/app`: a tag has no slash behind its colon.
 * @see https://pkg.go.dev/github.com/distribution/reference
 */
export function repositoryOf(image: string, quirks: KubernetesQuirks): string {
  if (quirks.has('image-repository')) return image.split(/[:@]/, 1)[0] ?? '';
  const name = image.split('@', 1)[0] ?? '';
  const colon = name.lastIndexOf(':');
  return colon > name.lastIndexOf('/') ? name.slice(0, colon) : name;
}

function commandLines(commands: readonly Found[] | undefined): readonly string[] | undefined {
  const lines: string[] = [];
  for (const command of commands ?? []) {
    if (command === undefined) continue;
    if (!isJsonList(command) || !command.every((word) => typeof word === 'string')) return undefined;
    lines.push(command.join(' '));
  }
  return lines;
}

/** A container asked for by its index counts as there when it has a name, which Kubernetes demands. */
function effective(key: string, event: Json, at: ContainerValues, index: number | undefined, quirks: KubernetesQuirks) {
  const isFixed = !quirks.has('effective-ids');
  const path = isFixed ? ['securityContext', key] : [key];
  const fallback = memberAt(event, ['requestObject', 'spec', ...path]) ?? '0';
  const own = at(...path)(event, index);
  const isSilent = own === undefined && isFixed && index !== undefined && at('name')(event, index) !== undefined;
  return isSilent ? [textOf(fallback)] : own?.map((id) => textOf(id ?? fallback));
}

function capabilities(added: readonly Found[] | undefined, quirks: KubernetesQuirks): readonly string[] | undefined {
  return presentTexts(quirks.has('capabilities') ? added : joinedLists(added));
}

function hostPorts(lists: readonly Found[] | undefined): readonly string[] | undefined {
  const present = lists?.filter((list) => list !== undefined);
  if (!present?.every(isJsonList)) return undefined;
  const ports = present.flat().map((port) => member(port, 'hostPort') ?? member(port, 'containerPort'));
  return presentTexts(ports);
}
