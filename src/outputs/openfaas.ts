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

/** A function behind the gateway of OpenFaaS, whose answer is the function's. See https://docs.openfaas.com/reference/rest-api/. */
export const openfaas = defineHttpOutput({
  id: 'openfaas',
  about: {
    title: 'OpenFaaS',
    category: 'function',
    website: 'https://www.openfaas.com',
    summary: 'calls a function of OpenFaaS with each alert',
    setup:
      'Deploy a function, which gets the alert as its body, and gives an answer 2xx once it has it. With `kubeconfig`, the account needs the right to `create` the resource `services/proxy` in the namespace of the gateway.',
    fixes: [
      'With `kubeconfig`, the header `event-id` is the `uuid` of the alert, so that a function knows an alert that comes again. Upstream takes a new one each time.',
      '`~` in `kubeconfig` is the home directory. A kubeconfig that cannot be used holds the alerts back, and says why. Upstream ends at the start.',
      'The kubeconfig is read again when the API server takes its credentials no more.',
    ],
  },
  options: z.strictObject({
    gatewaynamespace: hostLabel('The namespace of the gateway.').default('openfaas'),
    gatewayservice: hostLabel('The name of the service of the gateway.').default('gateway'),
    gatewayport: servicePort('The port of the gateway.', 8080),
    functionname: hostLabel('The name of the function.'),
    functionnamespace: hostLabel('The namespace of the function.').default('openfaas-fn'),
    kubeconfig: kubeconfigOption,
  }),
  examples: {
    minimal: { functionname: 'falco' },
    'from outside the cluster': { functionname: 'falco', kubeconfig: '~/.kube/config' },
  },
  client: async ({ kubeconfig }, context) => kubernetesClient(kubeconfig, context),
  request: (alert, { gatewaynamespace, gatewayservice, gatewayport, kubeconfig, ...target }) => {
    const name = `${target.functionname}.${target.functionnamespace}`;
    if (kubeconfig === '') {
      return {
        url: url`http://${gatewayservice}.${gatewaynamespace}:${gatewayport}/function/${name}`,
        body: { text: `${alert.json}\n` },
      };
    }
    const service = url`${apiServer}/api/v1/namespaces/${gatewaynamespace}/services/${gatewayservice}:${gatewayport}/proxy/function/${name}`;
    return {
      url: service,
      headers: { 'event-id': alert.uuid },
      body: { text: alert.json, type: 'application/json' },
    };
  },
  explain: explainKubernetes,
});
