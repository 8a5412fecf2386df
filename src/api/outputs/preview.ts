import { stringify } from 'yaml';
import { z } from 'zod';
import type { Alert } from '#alert/alert.ts';
import { commonOptions } from '#outputs/common-options.ts';
import type { ConfiguredOutput, Installation, Output } from '#outputs/output.ts';
import { wireText } from '#outputs/wire-text.ts';
import type { JsonSchema } from '#config/option-tree.ts';
import { issueMessage } from '#config/schema-issues.ts';
import type { Preview } from '../contract/outputs.ts';
import { withReferences, withStandIns, type Options } from './preview-secrets.ts';

export interface PreviewParts {
  readonly output: Output;
  /** Of all its options. */
  readonly schema: JsonSchema;
  readonly options: Options;
  readonly alert: Alert;
  readonly installation: Installation;
}

type Problem = Preview['problems'][number];

/**
 * What an output would send for an alert, by options that are nowhere but here. Nothing is sent, and no reference to a file or
 * a variable is followed: secrets have stand-ins.
 */
export function previewOf({ output, schema, options, alert, installation }: PreviewParts): Preview {
  const { id, transport } = output;
  const yaml = yamlOf(id, withReferences(options, schema, id));
  const [common, own] = split(withStandIns(options, schema, output), commonOptions[transport].shape);
  const issues = [commonOptions[transport].safeParse(common), output.options.safeParse(own)];
  const problems = issues.flatMap(({ error }) => (error ? problemsOf(error, options) : []));
  if (problems.length > 0) return { message: '', yaml, problems };
  try {
    const configured = output.configure(oneDestination(output, own), installation);
    return { message: messageOf(configured, alert), yaml, problems };
  } catch (error) {
    if (error instanceof z.ZodError) return { message: '', yaml, problems: problemsOf(error, options) };
    const message = error instanceof Error ? error.message : String(error);
    return { message: '', yaml, problems: [{ path: '', message }] };
  }
}

function messageOf(configured: ConfiguredOutput, alert: Alert): string {
  const refusal = configured.refuses?.(alert);
  return refusal === undefined ? wireText(configured.encode([alert])) : `Not sent: ${refusal}`;
}

function split(options: Options, shape: object): readonly [common: Options, own: Options] {
  const entries = Object.entries(options);
  const isCommon = ([name]: readonly [string, unknown]) => Object.hasOwn(shape, name);
  return [
    Object.fromEntries(entries.filter(isCommon)),
    Object.fromEntries(entries.filter((entry) => !isCommon(entry))),
  ];
}

function problemsOf(error: z.ZodError, options: Options): Problem[] {
  return error.issues.map((issue) => ({
    path: issue.path.map(String).join('.'),
    message: issueMessage(issue, valueAt(options, issue.path) !== undefined),
  }));
}

function valueAt(options: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, name) => Object(value)[name], options);
}

/** Each item of such a list is an output of its own; the first is shown. */
function oneDestination({ each }: Output, own: Options): Options {
  const list = each === undefined ? undefined : own[each];
  return each !== undefined && Array.isArray(list) ? { ...own, [each]: list.slice(0, 1) } : own;
}

function yamlOf(type: string, { name = type, ...options }: Options): string {
  return stringify({ outputs: [{ name, type, ...options }] }, { lineWidth: 0 });
}
