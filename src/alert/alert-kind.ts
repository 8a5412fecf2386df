import { createHash } from 'node:crypto';
import { isJsonObject, type Json } from '#kit/json.ts';
import { readJson } from '#kit/json-read.ts';
import { plainTextFields } from './plain-fields.ts';
import { podOwner, replicaSetOwner } from './pod-owner.ts';

/** What an alert says of where it comes from: what alerts are counted and grouped by, besides rule, priority, source and host. */
export interface AlertKind {
  readonly namespace: string;
  readonly cluster: string;
  readonly workload: string;
  readonly process: string;
  readonly user: string;
  /** The JSON of the list of tags, `''` without any. */
  readonly tags: string;
}

/** What alerts of a group have in common. */
export interface Fingerprint extends Pick<AlertKind, 'cluster' | 'namespace' | 'workload' | 'process' | 'user'> {
  readonly rule: string;
}

/** In the order in which they make the group's id. */
export const fingerprintParts = ['rule', 'cluster', 'namespace', 'workload', 'process', 'user'] as const;

const namespaceFields = ['k8s.ns.name', 'k8smeta.ns.name', 'ka.target.namespace'];
const clusterFields = ['cluster', 'k8s.cluster.name', 'k8s_cluster_name'];
/** Fields that name what owns the pod, the most lasting first. */
const ownerFields = [
  'k8s.deployment.name',
  'k8smeta.deployment.name',
  'k8s.statefulset.name',
  'k8s.daemonset.name',
  'k8s.job.name',
  'k8s.rc.name',
  'k8smeta.rc.name',
];
const replicaSetFields = ['k8s.rs.name', 'k8smeta.rs.name'];
const podFields = ['k8s.pod.name', 'k8smeta.pod.name'];
/** Of what an event of the Kubernetes API is about. */
const targetFields = ['ka.target.name', 'ka.target.resource'];
const processFields = ['proc.name'];
const userFields = ['user.name', 'ka.user.name'];
const storedLimits = { maxDepth: 10_000 };

/**
 * Reads it from the JSON of an alert as `Alert.json` has it, without reading the rest where the fields are flat. Where a field is
 * absent, empty or not a text, the next one counts; `<NA>` is what Falco writes for none.
 */
export function alertKind(json: string): AlertKind {
  const start = json.indexOf(fieldsStart);
  const end = json.lastIndexOf(fieldsEnd);
  if (start < 0 || end < start) return { namespace: '', cluster: '', workload: '', process: '', user: '', tags: '' };
  const fields = fieldReader(json.slice(start + fieldsStart.length - 1, end + 1));
  return {
    namespace: first(fields, namespaceFields),
    cluster: first(fields, clusterFields),
    workload: workloadOf(fields),
    process: first(fields, processFields),
    user: first(fields, userFields),
    tags: tagsAt(json, end),
  };
}

/** The tags of an `AlertKind`. */
export function tagsOf({ tags }: Pick<AlertKind, 'tags'>): readonly string[] {
  if (tags === '') return [];
  const list: Json = JSON.parse(tags);
  return Array.isArray(list) ? list.filter((tag) => typeof tag === 'string') : [];
}

/** The same wherever and whenever it is computed: 80 bits of a hash. */
export function groupIdOf(fingerprint: Fingerprint): string {
  const parts = fingerprintParts.map((part) => fingerprint[part]);
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 20);
}

type FieldReader = (name: string) => string;

/** Quotes within texts are escaped, so that these occur where the fields begin and end, and nowhere else before or after. */
const fieldsStart = '"output_fields":{';
const fieldsEnd = '},"source":"';
const tagsStart = ',"tags":[';

/** Names with what has to be decoded, and lists and objects, take the general reader. */
function fieldReader(fields: string): FieldReader {
  const texts = plainTextFields(fields, isWanted);
  if (texts) return (name) => texts.get(name) ?? '';
  const values = readJson(fields, storedLimits);
  return (name) => {
    const value = isJsonObject(values) && Object.hasOwn(values, name) ? values[name] : undefined;
    return typeof value === 'string' ? value : '';
  };
}

const wantedFields: ReadonlySet<string> = new Set([
  ...namespaceFields,
  ...clusterFields,
  ...ownerFields,
  ...replicaSetFields,
  ...podFields,
  ...targetFields,
  ...processFields,
  ...userFields,
]);

function isWanted(name: string): boolean {
  return wantedFields.has(name);
}

function first(fields: FieldReader, names: readonly string[]): string {
  for (const name of names) {
    const value = fields(name);
    if (value !== '' && value !== '<NA>') return value;
  }
  return '';
}

function workloadOf(fields: FieldReader): string {
  const owner = first(fields, ownerFields);
  if (owner !== '') return owner;
  const replicaSet = first(fields, replicaSetFields);
  if (replicaSet !== '') return replicaSetOwner(replicaSet);
  const pod = first(fields, podFields);
  if (pod !== '') return podOwner(pod);
  return targetOwner(fields('ka.target.resource'), first(fields, ['ka.target.name']));
}

/** Names that controllers and clients make anew each time would make a group each. */
function targetOwner(resource: string, name: string): string {
  switch (resource) {
    case 'pods':
    case 'endpointslices':
      return podOwner(name);
    case 'replicasets':
      return replicaSetOwner(name);
    case 'events':
    case 'certificatesigningrequests':
      return '';
    default:
      return name;
  }
}

function tagsAt(json: string, fieldsEnd: number): string {
  const start = json.indexOf(tagsStart, fieldsEnd);
  if (start < 0) return '';
  const from = start + tagsStart.length - 1;
  const hostname = json.lastIndexOf('],"hostname":"');
  return json.slice(from, (hostname > from ? hostname : json.length - 2) + 1);
}
