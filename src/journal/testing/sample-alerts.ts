import { createAlert, type Alert, type AlertContent } from '#alert/alert.ts';

/** An alert for tests; every one has a uuid of its own. */
export function sampleAlert(content: Partial<AlertContent> = {}): Alert {
  return createAlert({
    uuid: crypto.randomUUID(),
    output: '10:00:00.000000001: Warning Sensitive file opened (file=/etc/shadow)',
    priority: 'Warning',
    rule: 'Read sensitive file untrusted',
    time: '2026-11-20T10:00:00.000000001Z',
    outputFields: { 'proc.name': 'cat' },
    source: 'syscall',
    tags: ['mitre_credential_access'],
    hostname: 'node-1',
    unknown: {},
    ...content,
  });
}

export function sampleAlerts(count: number, content: Partial<AlertContent> = {}): readonly Alert[] {
  return Array.from({ length: count }, () => sampleAlert(content));
}
