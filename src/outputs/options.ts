import { z } from 'zod';
import { parsePriority, priorities } from '#alert/priority.ts';
import { parseBytes } from '#kit/bytes.ts';
import { parseDuration } from '#kit/duration.ts';
import { Secret } from '#kit/secret.ts';
import { parseTemplate, type Template } from '#template/template.ts';
import { TemplateSyntaxError } from '#template/template-error.ts';

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

/** A URL that may be shown, unless it carries user and password: then it is hidden as a whole. */
export function httpUrl(description: string) {
  return z
    .url({ protocol: /^https?$/ })
    .transform((text) => (hasCredentials(text) ? new Secret(text) : text))
    .meta({ description });
}

function hasCredentials(text: string): boolean {
  const { username, password } = new URL(text);
  return username !== '' || password !== '';
}

/** Names to texts, in YAML a map; in the environment `name:value,name:value`. */
export function textMap(description: string) {
  return z.record(z.string(), z.string()).default({}).meta({ description });
}

/** Names to credentials, such as HTTP headers. */
export function secretMap(description: string) {
  const value = z
    .string()
    .transform((text) => new Secret(text))
    .meta({ secret: true });
  return z.record(z.string(), value).default({}).meta({ description });
}

/**
 * A time such as `30s`; milliseconds once it is read. A bare number is in nanoseconds, as in Falcosidekick, which counts
 * only the time-outs of OTLP in milliseconds.
 */
export function duration(description: string, fallback: string, bareUnit: 'ns' | 'ms' = 'ns') {
  return z
    .union([z.string(), z.number()])
    .transform((value, context) => {
      const ms = parseDuration(String(value).replace(/^\s*\d+\s*$/, (number) => `${number.trim()}${bareUnit}`));
      if (ms !== undefined) return ms;
      context.addIssue('It must be a time with its unit, such as 500ms, 30s or 1h30m.');
      return z.NEVER;
    })
    .prefault(fallback)
    .meta({ description });
}

/** A size such as `100MiB`; bytes once it is read. */
export function byteSize(description: string, fallback: string | number) {
  return z
    .union([z.string(), z.number()])
    .transform((value, context) => {
      const bytes = parseBytes(String(value));
      if (bytes !== undefined) return bytes;
      context.addIssue('It must be a size, such as 100MiB, 5MB or a number of bytes.');
      return z.NEVER;
    })
    .prefault(fallback)
    .meta({ description });
}

/** A priority by its name, in any case. `''` is none. */
export function priority(description: string, fallback: string) {
  return z
    .string()
    .transform((text, context) => {
      const found = parsePriority(text.trim());
      if (found || text.trim() === '') return found;
      context.addIssue(`It must be one of ${priorities.join(', ')}.`);
      return z.NEVER;
    })
    .prefault(fallback)
    .meta({ description });
}

/** A Go template over an alert, see `alert-template.ts`; `undefined` for the empty one. */
export function template(description: string) {
  return z
    .string()
    .transform((text, context): Template | undefined => {
      try {
        return text === '' ? undefined : parseTemplate(text);
      } catch (error) {
        if (!(error instanceof TemplateSyntaxError)) throw error;
        context.addIssue(`It is not a valid template: ${error.message}.`);
        return z.NEVER;
      }
    })
    .prefault('')
    .meta({ description });
}
