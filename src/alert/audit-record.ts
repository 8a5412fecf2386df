import type { FalcoAlert } from './falco-json.ts';

/**
 * What `audit.keep: all` keeps of an audit event that no rule matched has this for its rule. It is a record for those who look,
 * and no finding: it goes to no output, nobody has to decide about it, and no rule is counted as having matched.
 */
export const auditRecordRule = 'Kubernetes audit event';

export function isAuditRecord({ rule, source }: Pick<FalcoAlert, 'rule' | 'source'>): boolean {
  return rule === auditRecordRule && source === 'k8s_audit';
}
