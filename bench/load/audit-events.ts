import { randomUUID } from 'node:crypto';
import type { Random } from '../../src/app/demo-alerts.ts';

/** What a cluster at rest asks its API server for, time and again. */
interface BackgroundRequest {
  readonly verb: string;
  readonly resource: string;
  readonly namespace?: string;
  readonly subresource?: string;
  readonly user: string;
  readonly agent: string;
  readonly code: number;
}

const scheduler = { user: 'system:kube-scheduler', agent: 'kube-scheduler/v1.33.1 (linux/amd64) kubernetes/8adc0f0' };
const manager = {
  user: 'system:kube-controller-manager',
  agent: 'kube-controller-manager/v1.33.1 (linux/amd64) kubernetes/8adc0f0/leader-election',
};
const kubelet = { user: 'system:node:node-#', agent: 'kubelet/v1.33.1 (linux/amd64) kubernetes/8adc0f0' };
const operator = { user: 'system:serviceaccount:monitoring:operator', agent: 'operator/v0.80.0' };

const requests: readonly BackgroundRequest[] = [
  { verb: 'update', resource: 'leases', namespace: 'kube-node-lease', ...kubelet, code: 200 },
  { verb: 'update', resource: 'leases', namespace: 'kube-system', ...scheduler, code: 200 },
  { verb: 'get', resource: 'leases', namespace: 'kube-system', ...manager, code: 200 },
  { verb: 'patch', resource: 'nodes', subresource: 'status', ...kubelet, code: 200 },
  { verb: 'get', resource: 'pods', namespace: 'shop', ...kubelet, code: 200 },
  { verb: 'watch', resource: 'configmaps', namespace: 'kube-system', ...kubelet, code: 200 },
  { verb: 'list', resource: 'services', ...operator, code: 200 },
  { verb: 'list', resource: 'pods', namespace: 'monitoring', ...operator, code: 200 },
  { verb: 'update', resource: 'endpointslices', namespace: 'shop', ...manager, code: 200 },
  { verb: 'patch', resource: 'pods', subresource: 'status', namespace: 'shop', ...kubelet, code: 200 },
  { verb: 'get', resource: 'serviceaccounts', namespace: 'shop', ...manager, code: 404 },
  { verb: 'patch', resource: 'events', namespace: 'shop', ...kubelet, code: 200 },
];

/** An audit event of a cluster at rest, as kube-apiserver writes it into an `EventList`: at level Metadata, some 800 bytes. */
export function backgroundEvent(random: Random, timeMs: number): string {
  const request = requests[Math.floor(random() * requests.length)];
  if (request === undefined) throw new RangeError('A random number must be below 1');
  const serial = Math.floor(random() * 1e6);
  const time = new Date(timeMs).toISOString().replace('Z', `${serial % 1000}`.padStart(3, '0') + 'Z');
  return JSON.stringify({
    level: 'Metadata',
    auditID: randomUUID(),
    stage: 'ResponseComplete',
    requestURI: pathOf(request, serial),
    verb: request.verb,
    user: { username: request.user.replace('#', String(serial % 50)), groups: groupsOf(request) },
    sourceIPs: [`10.0.${serial % 200}.${serial % 250}`],
    userAgent: request.agent,
    objectRef: objectOf(request, serial),
    responseStatus: { metadata: {}, code: request.code },
    requestReceivedTimestamp: time,
    stageTimestamp: time,
    annotations: {
      'authorization.k8s.io/decision': 'allow',
      'authorization.k8s.io/reason': `RBAC: allowed by ClusterRoleBinding "system:${request.resource}" of ClusterRole "system:${request.resource}"`,
    },
  });
}

/** The body of a webhook request with so many events. */
export function backgroundList(random: Random, timeMs: number, events: number): string {
  const items = Array.from({ length: events }, () => backgroundEvent(random, timeMs));
  return `{"kind":"EventList","apiVersion":"audit.k8s.io/v1","metadata":{},"items":[${items.join(',')}]}\n`;
}

function pathOf({ resource, namespace, subresource }: BackgroundRequest, serial: number): string {
  const folder = namespace === undefined ? '' : `namespaces/${namespace}/`;
  const rest = subresource === undefined ? '' : `/${subresource}`;
  return `/api/v1/${folder}${resource}/${resource}-${serial}${rest}?timeout=10s`;
}

function groupsOf({ user }: BackgroundRequest): readonly string[] {
  const group = user.startsWith('system:node:') ? ['system:nodes'] : [];
  return [...group, 'system:authenticated'];
}

function objectOf({ resource, namespace, subresource }: BackgroundRequest, serial: number): object {
  const name = `${resource}-${serial}`;
  return { resource, namespace, name, uid: randomUUID(), apiVersion: 'v1', resourceVersion: `${serial}`, subresource };
}
