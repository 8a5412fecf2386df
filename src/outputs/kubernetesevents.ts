import { z } from 'zod';
import { defineHttpOutput } from './define.ts';
import { clusterClient, clusterKubeconfigOption } from './kubernetes-cluster.ts';
import { explainKubernetes } from './kubernetes-proxy.ts';
import { createsEvents, eventRequest } from './kubernetesevents-delivery.ts';
import { regardingOf } from './kubernetesevents-event.ts';

/** See https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/. */
export const kubernetesevents = defineHttpOutput({
  id: 'kubernetesevents',
  about: {
    title: 'Kubernetes Events',
    category: 'log',
    website: 'https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/',
    summary: 'creates an event for each alert, about its pod or its node',
    setup:
      'Set `enabled: true`, and let the account `create` `events` of `events.k8s.io`. With the right to `get` `pods`, `kubectl describe pod` shows the events, unless Falco says `k8s.pod.uid` anyway; `kubectl events` shows them in any case. A cluster keeps events for an hour, unless it was told otherwise. Alerts without a pod or another object are about the node by their hostname, in the namespace `default`. Set `minimumpriority`: each event is an object of the cluster.',
  },
  options: z.strictObject({ kubeconfig: clusterKubeconfigOption }),
  examples: { minimal: {}, 'from outside the cluster': { kubeconfig: '~/.kube/config' } },
  client: async ({ kubeconfig }, context) => clusterClient(kubeconfig, context),
  request: (alert) => eventRequest(alert, regardingOf(alert)),
  converse: (_options, http) => createsEvents(http),
  explain: explainKubernetes,
});
