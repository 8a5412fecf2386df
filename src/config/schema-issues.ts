import type { z } from 'zod';
import type { Findings } from './findings.ts';
import { nodeAt, type Option, type OptionGroup } from './option-tree.ts';
import { isEmpty, type Setting } from './setting.ts';
import type { Settings } from './settings.ts';

type Issue = z.core.$ZodIssue;

export interface IssuePlace {
  readonly group: OptionGroup;
  readonly settings: Settings;
  /** The place of the section, for what is missing in it. */
  readonly where: string;
  /** Leaves out what is missing. */
  readonly onlySet?: boolean;
}

/**
 * Turns what a schema refused into problems that point to where the value was set. A value that could not even be read has
 * its problem already.
 */
export function reportIssues(
  error: z.ZodError,
  { group, settings, where, onlySet = false }: IssuePlace,
  findings: Findings,
): void {
  for (const issue of error.issues) {
    const { option, inner } = optionOf(issue, group);
    const path = [option?.path ?? group.path, ...inner].filter((name) => name !== '').join('.');
    const setting = option && settings.get(option.path);
    if (findings.isProblemAt(option?.path ?? path) || (onlySet && (!setting || isEmpty(setting)))) continue;
    findings.problem({
      where: setting ? placeIn(setting, inner) : where,
      path: path.replace(/\.(\d+)(?=\.|$)/g, '[$1]'),
      message: issueMessage(issue, setting !== undefined),
      remedy: remedyOf(option),
    });
  }
}

/** The option that an issue is about, and where within its value: the third item of a list. */
function optionOf({ path }: Issue, group: OptionGroup): { option?: Option; inner: readonly string[] } {
  const names = path.map(String);
  for (let length = names.length; length > 0; length--) {
    const option = nodeAt(group, names.slice(0, length).join('.').toLowerCase());
    if (option?.kind === 'option') return { option, inner: names.slice(length) };
  }
  return { inner: names };
}

/** The place of the item or entry that an issue is about, where its own line is known. */
function placeIn(setting: Setting, [name, ...rest]: readonly string[]): string {
  let inner: Setting | undefined;
  if (setting.kind === 'list') inner = setting.items[Number(name)];
  if (setting.kind === 'map') inner = setting.entries.find(({ key }) => key === name)?.value;
  return inner ? placeIn(inner, rest) : setting.where;
}

/** Sentences of ours where zod speaks of types; custom messages of an option are sentences already. */
export function issueMessage(issue: Issue, isSet: boolean): string {
  switch (issue.code) {
    case 'invalid_type':
      return isSet ? `It must be ${article(issue.expected)}.` : 'It is missing.';
    case 'invalid_value':
      return `It must be one of ${issue.values.map((value) => `"${String(value)}"`).join(', ')}.`;
    case 'invalid_format':
      return issue.format === 'url'
        ? 'It must be a URL that begins with http:// or https://.'
        : sentence(issue.message);
    case 'too_small':
      return `It must be at least ${issue.minimum}${unit(issue.origin)}.`;
    case 'too_big':
      return `It must be at most ${issue.maximum}${unit(issue.origin)}.`;
    case 'custom':
    case 'invalid_element':
    case 'invalid_key':
    case 'invalid_union':
    case 'not_multiple_of':
    case 'unrecognized_keys':
      return sentence(issue.message);
  }
}

function unit(origin: string): string {
  if (origin === 'string') return ' characters long';
  return origin === 'array' ? ' items long' : '';
}

function article(type: string): string {
  if (type === 'int') return 'a whole number';
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}

function remedyOf(option: Option | undefined): string {
  return option?.description ? `What it is for: ${option.description}` : 'Correct the value.';
}

function sentence(message: string): string {
  return /[.!?]$/.test(message) ? message : `${message}.`;
}
