import { z } from 'zod';
import { byteSize } from '#outputs/options.ts';
import { listenAddress, serverCertificateOptions } from './listener-options.ts';

/** Where the audit events of Kubernetes come from, and what they may be. */
export const auditOptions = z.strictObject({
  listenports: z
    .array(z.int().min(0).max(65_535))
    .default([])
    .describe(
      "Ports of their own for the audit events of Kubernetes, beside `listenport`: 9765 is that of Falco's plugin, 8765 that of Falco before. Only `/k8s-audit` and `/k8s_audit` are served there.",
    ),
  listenaddress: listenAddress('IP address of these ports. Empty: every address, IPv4 and IPv6.'),
  tlsserver: z.strictObject(serverCertificateOptions).prefault({}),
  files: z
    .array(z.string().min(1))
    .default([])
    .describe(
      'Audit logs to follow, as `tail -F` does: files, folders, or patterns such as `/var/log/kubernetes/audit/*.log`. What was in them before is read, too, once.',
    ),
  keep: z
    .enum(['matching', 'all'])
    .default('matching')
    .describe(
      'Which audit events are kept. `matching`: those that a rule made an alert of. `all`: every other one, too, as a record of priority `debug` with the rule `Kubernetes audit event`. Records are found by searching and go to no output; they count for `journal.retention` as alerts do.',
    ),
  maxbody: byteSize(
    'Largest body of audit events, also once it is decompressed. A larger one is answered by 413; nothing is larger than `source.maxbody`.',
    '12MiB',
  ),
  maxevent: byteSize(
    "Largest event that is evaluated, that of Falco's plugin. A larger one is counted and left out; its neighbours are not.",
    '256KiB',
  ),
});

export type AuditOptions = z.output<typeof auditOptions>;
