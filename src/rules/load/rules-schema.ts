/** The schema of a rules file, as `falco --rule-schema` prints it, in the form that `schema-check.ts` reads. */
export type Schema =
  | { readonly kind: 'any' | 'string' | 'boolean' | 'integer' | 'item' }
  | { readonly kind: 'enum'; readonly values: readonly string[] }
  | { readonly kind: 'array'; readonly items: Schema }
  | {
      readonly kind: 'object';
      readonly properties: Readonly<Record<string, Schema>>;
      readonly required?: readonly string[];
      readonly isNeverEmpty?: true;
    };

const any: Schema = { kind: 'any' };
const string: Schema = { kind: 'string' };
const boolean: Schema = { kind: 'boolean' };
const integer: Schema = { kind: 'integer' };
const item: Schema = { kind: 'item' };

const priority: Schema = {
  kind: 'enum',
  values: ['EMERGENCY', 'ALERT', 'CRITICAL', 'ERROR', 'WARNING', 'NOTICE', 'INFO', 'INFORMATIONAL', 'DEBUG'],
};

const exception: Schema = {
  kind: 'object',
  properties: { name: string, fields: any, comps: any, values: any },
  required: ['name'],
};

const operation: Schema = { kind: 'enum', values: ['append', 'replace'] };

const override: Schema = {
  kind: 'object',
  isNeverEmpty: true,
  properties: {
    items: operation,
    desc: operation,
    condition: operation,
    output: operation,
    priority: operation,
    enabled: operation,
    exceptions: operation,
    capture: operation,
    capture_duration: operation,
    tags: operation,
    warn_evttypes: operation,
    'skip-if-unknown-filter': operation,
  },
};

const pluginVersion: Schema = {
  kind: 'object',
  properties: {
    name: string,
    version: string,
    alternatives: {
      kind: 'array',
      items: { kind: 'object', properties: { name: string, version: string }, required: ['name', 'version'] },
    },
  },
  required: ['name', 'version'],
};

export const rulesSchema: Schema = {
  kind: 'array',
  items: {
    kind: 'object',
    properties: {
      required_engine_version: string,
      required_plugin_versions: { kind: 'array', items: pluginVersion },
      macro: string,
      condition: string,
      list: string,
      items: { kind: 'array', items: item },
      rule: string,
      desc: string,
      enabled: boolean,
      output: string,
      append: boolean,
      priority,
      capture: boolean,
      capture_duration: integer,
      source: string,
      exceptions: { kind: 'array', items: exception },
      override,
      tags: { kind: 'array', items: string },
      warn_evttypes: boolean,
      'skip-if-unknown-filter': boolean,
    },
  },
};
