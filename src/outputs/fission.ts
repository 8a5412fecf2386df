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

/** A function behind the router of Fission, whose answer is the function's. See https://fission.io/docs/architecture/router/. */
export const fission = defineHttpOutput({
  id: 'fission',
  about: {
    title: 'Fission',
    category: 'function',
    website: 'https://fission.io',
    summary: 'calls a function of Fission with each alert',
    setup:
      'Create a function, which gets the alert as its body, and gives an answer 2xx once it has it. No HTTP trigger is needed. With `kubeconfig`, the account needs the right to `create` the resource `services/proxy` in the namespace of the router.',
    fixes: [
      'The header `event-id` is the `uuid` of the alert, so that a function knows an alert that comes again. Upstream takes a new one each time.',
      '`~` in `kubeconfig` is the home directory. A kubeconfig that cannot be used holds the alerts back, and says why. Upstream ends at the start.',
      'The kubeconfig is read again when the API server takes its credentials no more.',
    ],
  },
  options: z.strictObject({
    routernamespace: hostLabel('The namespace of the router.').default('fission'),
    routerservice: hostLabel('The name of the service of the router.').default('router'),
    routerport: servicePort('The port of the router.', 80),
    function: z.string().min(1).describe('The name of the function.'),
    kubeconfig: kubeconfigOption,
  }),
  examples: {
    minimal: { function: 'falco' },
    'from outside the cluster': { function: 'falco', kubeconfig: '~/.kube/config' },
  },
  client: async ({ kubeconfig }, context) => kubernetesClient(kubeconfig, context),
  request: (alert, { routernamespace, routerservice, routerport, function: name, kubeconfig }) => ({
    url:
      kubeconfig === ''
        ? url`http://${routerservice}.${routernamespace}.svc.cluster.local:${routerport}/fission-function/${name}`
        : url`${apiServer}/api/v1/namespaces/${routernamespace}/services/${routerservice}:${routerport}/proxy/fission-function/${name}`,
    headers: { 'event-id': alert.uuid },
    body: { text: kubeconfig === '' ? `${alert.json}\n` : alert.json, type: 'application/json' },
  }),
  explain: explainKubernetes,
});
