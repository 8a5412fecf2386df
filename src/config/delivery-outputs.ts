import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { DeliveryOutput } from '#delivery/delivery-output.ts';
import { commonOptions } from '#outputs/common-options.ts';
import type { ConfiguredOutput, Installation, Output, Transport } from '#outputs/output.ts';
import { effectiveOptions } from './effective-options.ts';
import type { OptionInput } from './option-values.ts';
import type { LoadedEntry } from './output-entries.ts';
import { reportIssues } from './schema-issues.ts';
import type { Findings } from './findings.ts';
import { secretsIn } from './secrets-in.ts';

export interface ConfiguredEntry {
  /** More than one where each item of a list is a destination. */
  readonly outputs: readonly DeliveryOutput[];
  readonly effective: Readonly<Record<string, unknown>>;
}

/** What all outputs see of the rest of the configuration: a change of it is a change of each of them. */
export interface OutputSetting {
  readonly installation: Installation;
  /** Anything else that matters, as JSON can write it. */
  readonly shared: unknown;
}

/** Checks an output's options and makes what the delivery layer takes. `undefined` after problems. */
export function configureEntry(
  entry: LoadedEntry,
  setting: OutputSetting,
  findings: Findings,
): ConfiguredEntry | undefined {
  const { output, group, values, where, name } = entry;
  const schema = commonOptions[output.transport];
  const input = values.in(group);
  const [commonInput, ownInput] = split(input, schema.shape);
  const common = schema.safeParse(commonInput);
  const own = output.options.safeParse(ownInput);
  for (const { error } of [common, own]) {
    if (error) reportIssues(error, { group, settings: values.settings, where }, findings);
  }
  if (!common.success || !own.success) return undefined;
  if (output.about.warning !== undefined) findings.note({ where, path: group.path, message: output.about.warning });
  // Elasticsearch has an option of the name `type` as well; in the list of outputs, the word means the output.
  const effective = Object.assign({ name, type: output.id }, effectiveOptions(group, input), { type: output.id });
  const secrets = secretsIn([common.data, own.data]);
  const outputs = destinations(output, name, ownInput).flatMap((destination): DeliveryOutput[] => {
    const configured = configure(output, destination.input, setting.installation, entry, findings);
    const sum = fingerprint([output.id, destination.input, commonInput, seenBy(output, setting)]);
    const travel = travelOptions(common.data, destination.input);
    return configured
      ? [{ name: destination.name, type: output.id, output: configured, secrets, fingerprint: sum, ...travel }]
      : [];
  });
  return { outputs, effective };
}

/** An output is only restarted by what it shows. */
function seenBy(output: Output, { installation, shared }: OutputSetting): unknown {
  const { outputs, ...others } = installation;
  return [others, output.namesOutputs ? outputs : [], shared];
}

/** Checks what is set of an output that is off because something is missing: all mistakes are to show at once. */
export function checkUnused({ output, group, values, where }: LoadedEntry, findings: Findings): void {
  const schema = commonOptions[output.transport];
  const [common, own] = split(values.in(group), schema.shape);
  for (const { error } of [schema.safeParse(common), output.options.safeParse(own)]) {
    if (error) reportIssues(error, { group, settings: values.settings, where, onlySet: true }, findings);
  }
}

/**
 * Where a way of travelling lacks an option, its default is what happens anyway. An output that has a client certificate of its
 * own needs none of the common files.
 */
function travelOptions(options: z.output<(typeof commonOptions)[Transport]>, own: OptionInput) {
  const { minimumpriority, timeout } = options;
  const { checkcert, mutualtls } = 'checkcert' in options ? options : { checkcert: true, mutualtls: false };
  const { maxconcurrentrequests, customheaders } =
    'customheaders' in options ? options : { maxconcurrentrequests: 1, customheaders: {} };
  const tls = { checkcert, mutualtls: mutualtls && own['certfile'] === undefined };
  return { minimumpriority, timeoutMs: timeout, tls, maxconcurrentrequests, customheaders };
}

function split(input: OptionInput, common: object): [common: OptionInput, own: OptionInput] {
  const isCommon = ([name]: [string, unknown]) => Object.hasOwn(common, name);
  const entries = Object.entries(input);
  return [
    Object.fromEntries(entries.filter(isCommon)),
    Object.fromEntries(entries.filter((entry) => !isCommon(entry))),
  ];
}

/**
 * One, or one for each different item of the list that `each` names. Those are named after their hosts, so that each keeps its
 * place in the journal when the list changes.
 */
function destinations({ each }: Output, name: string, input: OptionInput): { name: string; input: OptionInput }[] {
  const items = each === undefined ? undefined : input[each];
  if (each === undefined || !Array.isArray(items) || items.length === 1) return [{ name, input }];
  return [...new Set(items.map(String))].map((item) => ({
    name: `${name}-${hostOf(item)}`,
    input: { ...input, [each]: [item] },
  }));
}

/** `http://am-0:9093/path` is `am-0-9093-path`: fit for the name of an output. */
function hostOf(item: string): string {
  return item
    .replace(/^\w+:\/\/(?:[^/?#]*@)?/, '')
    .replace(/\/+$/, '')
    .replaceAll(/[^\w.-]+/g, '-');
}

function configure(
  output: Output,
  input: OptionInput,
  installation: Installation,
  { group, values, where }: LoadedEntry,
  findings: Findings,
): ConfiguredOutput | undefined {
  try {
    return output.configure(input, installation);
  } catch (error) {
    if (error instanceof z.ZodError) {
      reportIssues(error, { group, settings: values.settings, where }, findings);
    } else {
      const message = error instanceof Error ? error.message : String(error);
      findings.problem({ where, path: group.path, message, remedy: 'Correct the options of this output.' });
    }
    return undefined;
  }
}

/** Secrets are in it too, since a new token is a change: hashed, so that it can be shown. */
function fingerprint(parts: unknown): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
