import { z } from 'zod';
import { listenAddress, serverCertificateOptions } from './listener-options.ts';

/** Where the audit events of Kubernetes come from. */
export const auditOptions = z.strictObject({
  listenports: z
    .array(z.int().min(0).max(65_535))
    .default([])
    .describe(
      "Ports of their own for the audit events of Kubernetes, beside `listenport`: 9765 is that of Falco's plugin, 8765 that of Falco before. Only `/k8s-audit` and `/k8s_audit` are served there.",
    ),
  listenaddress: listenAddress('IP address of these ports. Empty: every address, IPv4 and IPv6.'),
  tlsserver: z.strictObject(serverCertificateOptions).prefault({}),
});

export type AuditOptions = z.output<typeof auditOptions>;
