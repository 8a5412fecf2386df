const event = {
  kind: 'Event',
  apiVersion: 'audit.k8s.io/v1',
  auditID: '5b1ed2c1-0a8f-4d0f-9d8a-1f6a2f1f3c11',
  stage: 'ResponseComplete',
  stageTimestamp: '2026-11-24T10:00:00.123456Z',
  verb: 'create',
  user: { username: 'mara@example.com', groups: ['system:authenticated'] },
  objectRef: { resource: 'pods', namespace: 'payments', name: 'debug' },
  responseStatus: { code: 201 },
  requestObject: {
    kind: 'Pod',
    metadata: { name: 'debug' },
    spec: { containers: [{ name: 'shell', image: 'busybox:1.37' }] },
  },
};

/** Somebody starts a pod to look around in. */
export const eventExample = JSON.stringify(event, null, 2);

export const ruleExample = `- rule: Toolbox in payments
  desc: Somebody starts a pod to look around in, where cards are handled.
  condition: >
    ka.verb = create and ka.target.resource = pods
    and ka.target.namespace in (payments, ledger)
    and ka.req.pod.containers.image.repository intersects (alpine, busybox)
    and not ka.user.name startswith "system:"
  output: Toolbox started (user=%ka.user.name pod=%ka.target.name)
  priority: WARNING
  source: k8s_audit
`;
