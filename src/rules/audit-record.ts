import { auditRecordRule } from '#alert/audit-record.ts';
import type { LoadedRule, LoadOptions } from './load/loaded-rule.ts';
import { loadRules } from './load/load-rules.ts';

const file = `
- rule: ${auditRecordRule}
  desc: What was requested of the Kubernetes API, and no rule matched
  condition: ka.auditid exists
  output: >-
    %ka.user.name: %ka.verb %ka.uri, %ka.response.code
    (stage=%ka.stage resource=%ka.target.resource/%ka.target.subresource name=%ka.target.name ns=%ka.target.namespace
    decision=%ka.auth.decision reason=%ka.auth.reason response=%ka.response.reason as=%ka.impuser.name
    from=%ka.sourceips agent=%ka.useragent id=%ka.auditid)
  priority: DEBUG
  source: k8s_audit
`;

/**
 * The rule that tells of an audit event that no other matched. It is one as any in a file, so that what the configuration
 * appends to outputs is appended to it, too. Which rules are enabled is not its business.
 */
export function auditRecord({ catalogs, checkFormat, appendOutput = [] }: LoadOptions): LoadedRule | undefined {
  return loadRules([{ name: 'audit.keep', text: file }], { catalogs, checkFormat, appendOutput }).rules[0];
}
