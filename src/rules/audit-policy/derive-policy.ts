import { auditRecordRule } from '#alert/audit-record.ts';
import type { FieldCatalog } from '../fields/field.ts';
import type { AuditedRule } from './audit-level.ts';
import { policyParts, type PolicyOptions } from './policy-entries.ts';
import { printPolicy } from './print-policy.ts';

/**
 * An audit policy that tells of every request what one of the rules has to know of it, and nothing of those that none looks at.
 *
 * A resource is taken for the one that Kubernetes itself has of that name, in all API groups that have it, unless the rule names
 * another group. What a rule finds before a request is answered, and says nothing of stages, it finds afterwards, too.
 *
 * @param rules those that are enabled, of the source `k8s_audit`
 * @see https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/#audit-policy
 */
export function derivePolicy(rules: readonly AuditedRule[], catalog: FieldCatalog, options: PolicyOptions): string {
  const written = rules.filter(({ name }) => name !== auditRecordRule).length;
  const title = [
    `For ${written} ${written === 1 ? 'rule' : 'rules'} of Falco, each named where it needs something.`,
    'The first entry that a request passes decides. Derive it anew when the rules change.',
  ];
  return printPolicy(policyParts(rules, catalog, options), title);
}
