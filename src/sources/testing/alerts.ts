/** A valid alert as Falco posts it; each number gives another. */
export function falcoAlert(number = 1, changes: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    output: `16:31:56.746609046: Error File below a known binary directory opened (file=/bin/hack-${number})`,
    priority: 'Error',
    rule: 'Write below binary dir',
    time: `2026-01-31T12:00:00.${String(number).padStart(9, '0')}Z`,
    output_fields: { 'evt.time': 1507591916746609046n.toString(), 'user.name': 'root', 'k8s.ns.name': 'default' },
    hostname: 'node-1',
    source: 'syscall',
    tags: ['filesystem'],
    ...changes,
  });
}
