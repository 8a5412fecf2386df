import { z } from 'zod';
import { commonOptions } from '#outputs/common-options.ts';
import type { Output } from '#outputs/output.ts';
import type { Canaries } from './canary.ts';

export interface Target {
  readonly scheme: 'http' | 'https';
  readonly host: string;
  readonly port: number;
}

type Schema = z.core.JSONSchema.BaseSchema;
type Options = Readonly<Record<string, unknown>>;

/**
 * The options of an example with a canary in place of every secret there can be, user and password in every URL, and all
 * addresses replaced by one.
 */
export function plantedOptions(
  output: Output,
  example: unknown,
  target: Target,
  canaries: Canaries,
  place: string,
): Options {
  const plant = new Planting(target, canaries);
  const schemas = [output.options, commonOptions[output.transport]];
  const options = schemas.map((schema) => plant.options(inputSchema(schema), example, place));
  return { ...Object.assign({}, ...options), timeout: '10s' };
}

function inputSchema(schema: z.ZodType): Schema {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
}

class Planting {
  readonly #target: Target;
  readonly #canaries: Canaries;

  constructor(target: Target, canaries: Canaries) {
    this.#target = target;
    this.#canaries = canaries;
  }

  options({ properties = {} }: Schema, example: unknown, place: string): Options {
    const given = new Map(Object.entries(Object(example)));
    const entries = Object.entries(properties).map(([name, schema]) => [
      name,
      typeof schema === 'boolean' ? undefined : this.#value(name, schema, given.get(name), `${place}.${name}`),
    ]);
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
  }

  #value(name: string, schema: Schema, example: unknown, place: string): unknown {
    const { host, port } = this.#target;
    if (schema.properties) return this.options(schema, example, place);
    // A URL that may be a template is no URI by its schema.
    const scheme = /^(amqps?|nats|tls|tcp|ssl):\/\//.exec(String(example))?.[1];
    if (schema.format === 'uri' || name === 'url' || scheme !== undefined) {
      return this.#url(schema['secret'] === true, place, scheme);
    }
    if (typeof schema.items === 'object' && !Array.isArray(schema.items) && schema.items.format === 'uri') {
      return [this.#url(false, place)];
    }
    if (name === 'headers' && schema.type === 'string') return `x-planted=${this.#canaries.plant(place)}`;
    // What has to have a form of its own, as a key in base64, cannot be a canary.
    if (schema.pattern !== undefined && schema['secret'] === true) return example;
    if (schema['secret'] === true) return this.#canaries.plant(place);
    const { additionalProperties: values } = schema;
    if (typeof values === 'object' && values['secret'] === true) return { 'X-Canary': this.#canaries.plant(place) };
    // Addresses that are no URL, by the names that the outputs have for them.
    if (name === 'address' || name === 'hostport') return `${host}:${port}`;
    if (name === 'host') return host;
    if (name === 'endpointhost') return `${this.#target.scheme}://${host}:${port}`;
    if (name === 'endpointmetricport') return port;
    if (name === 'port') return port;
    if (name === 'tls') return this.#target.scheme === 'https';
    // Nobody waits for more alerts to come.
    if (name === 'digestwait') return '1s';
    // Without files that are not there, which end every attempt before it begins.
    if (name.endsWith('certfile') || name.endsWith('keyfile')) return undefined;
    return example;
  }

  /** Which credentials a URL may carry depends on whether it is one as a whole. */
  #url(isSecret: boolean, place: string, scheme: string = this.#target.scheme): string {
    const { host, port } = this.#target;
    const [user, password, path, query] = ['user', 'password', 'path', 'query'].map((part) =>
      isSecret || part === 'user' || part === 'password'
        ? encodeURIComponent(this.#canaries.plant(`${place} (${part})`))
        : '',
    );
    const rest = isSecret ? `hooks/${path}?key=${query}` : '';
    return `${scheme}://${user}:${password}@${host}:${port}/${rest}`;
  }
}
