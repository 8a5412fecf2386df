import type { PolicyParts } from './policy-entries.ts';
import { listNames, type Selector, type Target } from './selector.ts';

type Entry = PolicyParts['entries'][number];

/**
 * The file for `--audit-policy-file`, with comments for whoever reads it.
 * @param title what stands above the rules, a sentence a line
 */
export function printPolicy(parts: PolicyParts, title: readonly string[]): string {
  const { entries, omitStages, omitManagedFields, spared } = parts;
  const head = ['apiVersion: audit.k8s.io/v1', 'kind: Policy', ...title.map((text) => comment(text))];
  if (omitStages.length > 0) head.push(...flow('omitStages: ', omitStages));
  if (omitManagedFields) head.push('omitManagedFields: true');
  const last = entries.at(-1);
  const isComplete = last?.selector.target.kind === 'any' && last.selector.lists.size === 0;
  const lines = [
    ...silentLines('No rule looks at these.', parts.sparedUrls),
    ...entries.slice(0, -1).flatMap(linesOf),
    ...silentLines('The rules of the last entry look at all but these.', spared),
    ...entries.slice(-1).flatMap(linesOf),
    ...(isComplete ? [] : ['  # What no rule looks at.', '  - level: None']),
  ];
  return `${[...head, 'rules:', ...lines].join('\n')}\n`;
}

function silentLines(reason: string, selectors: readonly Selector[]): readonly string[] {
  const lines = selectors.flatMap((selector) => ['  - level: None', ...selectorLines(selector)]);
  return lines.length > 0 ? [`  ${comment(reason)}`, ...lines] : [];
}

function selectorLines({ lists, target }: Selector): readonly string[] {
  const written = listNames.flatMap((name) => {
    const values = lists.get(name);
    return values ? flow(`    ${name}: `, values) : [];
  });
  return [...written, ...targetOf(target)];
}

function linesOf(entry: Entry): readonly string[] {
  const { level, selector, omitStages } = entry;
  const omitted = omitStages.length > 0 ? flow('    omitStages: ', omitStages) : [];
  const comments = commentsOf(entry).map((line) => `  ${line}`);
  return [...comments, `  - level: ${level}`, ...selectorLines(selector), ...omitted];
}

function commentsOf({ rules, lesserRules, strangers, isShield }: Entry): readonly string[] {
  if (isShield) return [comment('What is in these is secret, and entries below ask for bodies.')];
  const lesser = [...lesserRules].filter((name) => !rules.has(name));
  const also = lesser.length > 0 ? ['# By the way for', ...lesser.map((name) => comment(name, '#   '))] : [];
  const reasons = strangers.size > 0 ? [strangerReason(strangers)] : [];
  const main = rules.size > 0 ? [...rules] : ['All other requests.'];
  return [...[...main, ...reasons].map((text) => comment(text)), ...also];
}

function strangerReason(strangers: ReadonlySet<string>): string {
  const names = [...strangers].map((name) => JSON.stringify(name)).join(', ');
  return `(Of every kind, since Kubernetes itself has no ${names}: a rule that asks for jevt.value[/objectRef/apiGroup] is told less.)`;
}

function targetOf(target: Target): readonly string[] {
  if (target.kind === 'any') return [];
  if (target.kind === 'urls') return flow('    nonResourceURLs: ', target.urls);
  const groups = [...target.groups].toSorted(([left], [right]) => (left < right ? -1 : 1));
  const lines = groups.flatMap(([group, names]) => {
    const line = `      - group: ${JSON.stringify(group)}`;
    return names.size === 0 ? [line] : [line, ...flow('        resources: ', names)];
  });
  return ['    resources:', ...lines];
}

const maxWidth = 120;

/** A JSON list is a YAML list, which goes on where the first line of it begins. */
function flow(key: string, values: Iterable<string>): readonly string[] {
  const lines: string[] = [];
  let line = `${key}[`;
  for (const value of values) {
    const text = quoted(value);
    if (line.endsWith('[')) {
      line += text;
    } else if (line.length + text.length + 3 > maxWidth) {
      lines.push(`${line},`);
      line = ' '.repeat(key.length + 1) + text;
    } else {
      line += `, ${text}`;
    }
  }
  return [...lines, `${line}]`];
}

/** A JSON string is a YAML string, but for what YAML takes for the end of a line or for nothing. */
function quoted(text: string): string {
  return JSON.stringify(text).replaceAll(/[\u007f-\u009f\u2028\u2029\ufeff]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** Names are anybody's, and end no comment. */
function comment(text: string, start = '# '): string {
  return `${start}${text
    .toWellFormed()
    .replaceAll(/[\p{C}\p{Z}]+/gu, ' ')
    .trim()}`;
}
