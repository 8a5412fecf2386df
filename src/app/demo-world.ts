import { createHash } from 'node:crypto';

/** Where the demonstration's alerts come from: two clusters, what runs in them, and one machine beside them. */

export interface DemoWorkload {
  readonly namespace: string;
  readonly name: string;
  readonly kind: 'Deployment' | 'StatefulSet' | 'DaemonSet' | 'CronJob';
  readonly image: string;
  /** What runs in its container, from the first process on. */
  readonly processes: readonly string[];
  readonly user: { readonly name: string; readonly uid: number };
  readonly replicas: number;
}

export interface DemoCluster {
  readonly name: string;
  readonly nodes: readonly string[];
  readonly workloads: readonly DemoWorkload[];
}

const root = { name: 'root', uid: 0 };
const node = { name: 'node', uid: 1000 };

const checkout: DemoWorkload = {
  namespace: 'payments',
  name: 'checkout-api',
  kind: 'Deployment',
  image: 'registry.example.com/shop/checkout-api:4.18.2',
  processes: ['tini -- node server.js', 'node server.js'],
  user: node,
  replicas: 3,
};

const shared: readonly DemoWorkload[] = [
  {
    namespace: 'payments',
    name: 'ledger-sync',
    kind: 'StatefulSet',
    image: 'registry.example.com/shop/ledger-sync:2.4.0',
    processes: ['java -jar ledger-sync.jar'],
    user: { name: 'app', uid: 1001 },
    replicas: 2,
  },
  {
    namespace: 'ingress',
    name: 'gateway',
    kind: 'DaemonSet',
    image: 'registry.example.com/infra/gateway:1.31.0',
    processes: ['nginx: master process', 'nginx: worker process'],
    user: { name: 'www-data', uid: 33 },
    replicas: 4,
  },
  {
    namespace: 'ci-runners',
    name: 'runner',
    kind: 'Deployment',
    image: 'registry.example.com/infra/runner:17.5',
    processes: ['dumb-init -- run.sh', 'bash run.sh'],
    user: root,
    replicas: 4,
  },
  {
    namespace: 'batch',
    name: 'report-builder',
    kind: 'CronJob',
    image: 'registry.example.com/data/report-builder:9.1',
    processes: ['python3 build_reports.py'],
    user: { name: 'app', uid: 1001 },
    replicas: 1,
  },
  {
    namespace: 'observability',
    name: 'prometheus',
    kind: 'StatefulSet',
    image: 'registry.example.com/infra/prometheus:3.6.0',
    processes: ['prometheus --config.file=/etc/prometheus/prometheus.yml'],
    user: { name: 'nobody', uid: 65_534 },
    replicas: 1,
  },
  {
    namespace: 'kube-system',
    name: 'coredns',
    kind: 'Deployment',
    image: 'registry.k8s.io/coredns/coredns:v1.13.1',
    processes: ['coredns -conf /etc/coredns/Corefile'],
    user: { name: 'nonroot', uid: 65_532 },
    replicas: 2,
  },
];

/** The cluster in which something happens, and what it happens to. */
export const incident = { cluster: 'prod-eu-1', node: 'worker-a3-07', workload: checkout } as const;

export const demoClusters: readonly DemoCluster[] = [
  {
    name: incident.cluster,
    nodes: ['worker-a3-02', 'worker-a3-07', 'worker-a3-09', 'worker-b1-11'],
    workloads: [checkout, ...shared],
  },
  { name: 'prod-us-2', nodes: ['worker-c1-01', 'worker-c1-04', 'edge-gw-2'], workloads: shared },
];

/** The name of one of the pods of a workload, the same for the same cluster and number. */
export function podName(workload: DemoWorkload, cluster: string, replica: number): string {
  const { name, kind, namespace } = workload;
  const owner = `${cluster}/${namespace}/${name}`;
  const own = podSigns(`${owner}/${replica}`, 5);
  if (kind === 'StatefulSet') return `${name}-${replica}`;
  if (kind === 'DaemonSet') return `${name}-${own}`;
  return kind === 'CronJob' ? `${name}-2983${1000 + replica}-${own}` : `${name}-${podSigns(owner, 9)}-${own}`;
}

/** Signs as Kubernetes puts them behind a name, from a hash of a text. */
function podSigns(text: string, count: number): string {
  const digest = createHash('sha256').update(text).digest();
  return Array.from(digest.subarray(0, count), (byte) => 'bcdfghjklmnpqrstvwxz2456789'[byte % 27]).join('');
}
