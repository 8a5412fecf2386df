import { z } from 'zod';
import { defineSessionOutput } from './define.ts';
import { clusterKubeconfigOption } from './kubernetes-cluster.ts';
import { namespaceOf } from './kubernetes-subject.ts';
import type { Alerts } from './output.ts';
import { reportResult } from './policyreport-result.ts';
import { openPolicyReports, type ReportAddition } from './policyreport-session.ts';

const options = z.strictObject({
  api: z
    .enum(['wgpolicyk8s.io/v1alpha2', 'openreports.io/v1alpha1'])
    .default('wgpolicyk8s.io/v1alpha2')
    .describe('The API of the reports: that of the policy working group, or its successor.'),
  kubeconfig: clusterKubeconfigOption,
  falconamespace: z
    .string()
    .default('')
    .describe('The namespace for alerts of one that is no more; empty is that of Tiercel, or `default`.'),
  maxevents: z.int().min(1).max(10_000).default(1000).describe('How many alerts a report holds at most.'),
  prunebypriority: z
    .boolean()
    .default(false)
    .describe('Whether the least severe alerts make room for new ones, and not the oldest.'),
});

const sources: ReadonlySet<string> = new Set(['syscall', 'syscalls', 'k8s_audit', 'k8saudit']);

/** See https://github.com/kubernetes-sigs/wg-policy-prototypes/tree/master/policy-report and https://openreports.io. */
export const policyreport = defineSessionOutput({
  id: 'policyreport',
  transport: 'http',
  about: {
    title: 'Policy Report',
    category: 'log',
    website: 'https://openreports.io',
    summary: 'keeps the latest alerts in policy reports of the Kubernetes cluster, one for each namespace',
    setup:
      'Set `enabled: true`, install the custom resource definitions of the reports, and let the account `get`, `create` and `update` `policyreports` and `clusterpolicyreports` of `wgpolicyk8s.io`, or `reports` and `clusterreports` of `openreports.io`. Alerts of a namespace are in its report `falco-policy-report`, others in `falco-cluster-policy-report`. Only alerts from system calls and from the audit log of Kubernetes are reported. A report takes at most 900 kB; long texts are cut.',
    fixes: [
      'A report that somebody else wrote to in between is read and written again. Upstream loses the alert.',
      'An alert that comes again is there once, known by the property `uuid`.',
      'The time is the whole time of the alert. Upstream takes its seconds of the minute for those since 1970.',
      'The source `k8s_audit`, which is what Falco says, counts too. Upstream knows it as `k8saudit` only.',
      'The kind of a secret is `Secret`, and not `Secrets`. A resource of no known kind is no subject, where upstream has one without a kind.',
      'The namespace is not looked up each time. Where it is gone, its alerts go to another, with the namespace they are of. Upstream crashes if such an alert has no subject.',
      '`prunebypriority` has an effect, and `openreports.io` is new.',
    ],
  },
  options,
  examples: {
    minimal: {},
    'OpenReports, from outside the cluster': {
      api: 'openreports.io/v1alpha1',
      kubeconfig: '~/.kube/config',
      falconamespace: 'falco',
      maxevents: 50,
      prunebypriority: true,
    },
  },
  refuses: ({ source }) =>
    sources.has(source) ? undefined : 'Only alerts from system calls and from the audit log of Kubernetes are reported',
  batch: { maxAlerts: 100, maxBytes: 1_000_000 },
  message: additions,
  open: openPolicyReports,
});

/** By report, in the order of the alerts. */
function additions(alerts: Alerts): readonly ReportAddition[] {
  const groups = Map.groupBy(alerts, namespaceOf);
  return [...groups].map(([namespace, group]) => ({ namespace, results: group.map(reportResult) }));
}
