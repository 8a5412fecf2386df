import { z } from 'zod';
import { url } from '#kit/url.ts';
import { defineHttpOutput } from './define.ts';
import {
  apiServer,
  explainKubernetes,
  hostLabel,
  kubeconfigOption,
  kubernetesClient,
  servicePort,
} from './kubernetes-proxy.ts';

/** A function of Kubeless, by its service. See https://github.com/vmware-archive/kubeless. */
export const kubeless = defineHttpOutput({
  id: 'kubeless',
  about: {
    title: 'Kubeless',
    category: 'function',
    website: 'https://github.com/vmware-archive/kubeless',
    summary: 'calls a function of Kubeless with each alert',
    setup:
      'Deploy a function, which gets the alert as its event. Kubeless is archived: new functions are better off with OpenFaaS, Knative (by the output `cloudevents`) or `http`. With `kubeconfig`, the account needs the right to `create` the resource `services/proxy` in the namespace.',
    fixes: [
      'The header `event-id` is the `uuid` of the alert, so that a function knows an alert that comes again. Upstream takes a new one each time.',
      '`~` in `kubeconfig` is the home directory. A kubeconfig that cannot be used holds the alerts back, and says why. Upstream ends at the start.',
      'The kubeconfig is read again when the API server takes its credentials no more.',
    ],
  },
  options: z.strictObject({
    namespace: hostLabel('The namespace of the function.'),
    function: hostLabel('The name of the function.'),
    port: servicePort('The port of its service.', 8080),
    kubeconfig: kubeconfigOption,
  }),
  examples: {
    minimal: { namespace: 'kubeless', function: 'falco' },
    'from outside the cluster': { namespace: 'kubeless', function: 'falco', kubeconfig: '~/.kube/config' },
  },
  client: async ({ kubeconfig }, context) => kubernetesClient(kubeconfig, context),
  request: (alert, { namespace, function: name, port: number, kubeconfig }) => ({
    url:
      kubeconfig === ''
        ? url`http://${name}.${namespace}.svc.cluster.local:${number}`
        : url`${apiServer}/api/v1/namespaces/${namespace}/services/${name}:${number}/proxy/`,
    headers: { 'event-id': alert.uuid, 'event-type': 'falco', 'event-namespace': namespace },
    body: { text: kubeconfig === '' ? `${alert.json}\n` : alert.json, type: 'application/json' },
  }),
  explain: explainKubernetes,
});
