import { auditRecord } from '../audit-record.ts';
import { loadRules } from '../load/load-rules.ts';
import { createRuleSet, ruleSources, type RuleSet } from '../rule-set.ts';

/** Rules of a text, as they run; times are UTC. @param keepsAll see `audit.keep` */
export function ruleSetOf(text: string, ruleMatching: 'first' | 'all' = 'first', keepsAll = false): RuleSet {
  const around = { hostname: 'node-1', pluginName: 'k8saudit', utcOffset: () => 0, firstEventNs: () => 0n };
  const { catalogs, checkFormat } = ruleSources(around);
  const { rules, results } = loadRules([{ name: 'rules.yaml', text }], { catalogs, checkFormat });
  const [error] = results.flatMap(({ errors }) => errors);
  if (error) throw new Error(error.message);
  const otherwise = keepsAll ? auditRecord({ catalogs, checkFormat }) : undefined;
  return createRuleSet(rules, { catalogs, ruleMatching, hostname: around.hostname, otherwise });
}

/** A pod that was created, as the API server tells of it. */
export function podCreated(changes: Readonly<Record<string, unknown>> = {}): object {
  return {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    auditID: '0a1b',
    stage: 'ResponseComplete',
    verb: 'create',
    user: { username: 'mallory', groups: ['system:authenticated'] },
    objectRef: { resource: 'pods', namespace: 'shop', name: 'evil' },
    responseStatus: { code: 201 },
    requestObject: {
      kind: 'Pod',
      metadata: { name: 'evil' },
      spec: { containers: [{ name: 'c', image: 'evil:1', securityContext: { privileged: true } }] },
    },
    responseObject: { metadata: { name: 'evil' } },
    stageTimestamp: '2026-11-24T10:00:00.123456Z',
    ...changes,
  };
}

export const privilegedPodRules = `
- list: trusted
  items: [kube-system]
- macro: pod_created
  condition: (ka.target.resource = pods and ka.verb = create)
- rule: Privileged pod
  desc: A pod that may do everything on its node.
  condition: pod_created and ka.req.pod.containers.privileged intersects (true) and not ka.target.namespace in (trusted)
  output: Privileged pod (user=%ka.user.name pod=%ka.resp.name ns=%ka.target.namespace images=%ka.req.pod.containers.image)
  priority: WARNING
  source: k8s_audit
  tags: [k8s, mitre_privilege_escalation]
- rule: Pod
  desc: Any pod.
  condition: pod_created
  output: Pod (pod=%ka.resp.name missing=%ka.impuser.name)
  priority: INFO
  source: k8s_audit
- rule: Shell
  desc: What only Falco sees.
  condition: evt.type = execve and proc.name = bash
  output: shell
  priority: NOTICE
`;
