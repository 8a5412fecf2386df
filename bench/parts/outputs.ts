/** Five outputs that speak HTTP, by the variables of Falcosidekick, so that both sides are configured alike. */
const variables: Readonly<Record<string, string>> = {
  webhook: 'WEBHOOK_ADDRESS',
  alertmanager: 'ALERTMANAGER_HOSTPORT',
  loki: 'LOKI_HOSTPORT',
  elasticsearch: 'ELASTICSEARCH_HOSTPORT',
  slack: 'SLACK_WEBHOOKURL',
};

export const fiveOutputs: readonly string[] = Object.keys(variables);

/** Each output delivers to the destination of its name. */
export function outputVariables(sinkUrl: string, outputs: readonly string[] = fiveOutputs): Record<string, string> {
  return Object.fromEntries(outputs.map((output) => [variables[output] ?? '', `${sinkUrl}/${output}`]));
}
