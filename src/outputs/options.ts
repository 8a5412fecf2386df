import { z } from 'zod';
import { Secret } from '#kit/secret.ts';

declare module 'zod' {
  interface GlobalMeta {
    /** A password field in the console, a Kubernetes Secret in the chart, never printed. */
    secret?: boolean;
  }
}

/** A credential. An empty text counts as missing, as everywhere in Falcosidekick's configuration. */
export function secret(description: string) {
  return z
    .string()
    .min(1)
    .transform((text) => new Secret(text))
    .meta({ description, secret: true });
}

/** A URL that is a credential as a whole, as the webhooks of chat services are. Used with ``url`${webhookurl}` ``. */
export function secretUrl(description: string) {
  return z
    .url({ protocol: /^https?$/ })
    .transform((text) => new Secret(text))
    .meta({ description, secret: true });
}

export function httpUrl(description: string) {
  return z.url({ protocol: /^https?$/ }).meta({ description });
}

/** Names to texts, in YAML a map; in the environment `name:value,name:value`. */
export function textMap(description: string) {
  return z.record(z.string(), z.string()).default({}).meta({ description });
}
