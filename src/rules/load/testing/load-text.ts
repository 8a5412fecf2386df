import { kubernetesCatalog } from '../../fields/kubernetes-catalog.ts';
import { syscallCatalog } from '../../fields/syscall-catalog.ts';
import { checkFormat, formatFields } from '../../fields/format.ts';
import type { FieldCatalog } from '../../fields/field.ts';
import { printCondition } from '../../language/print-condition.ts';
import type { DescribeOptions } from '../describe-rules.ts';
import { loadRules, type LoadResult } from '../load-rules.ts';
import type { LoadOptions } from '../loaded-rule.ts';

const around = { hostname: 'host', pluginName: 'k8saudit', utcOffset: () => 0, firstEventNs: () => 0n };

export const catalogs: ReadonlyMap<string, FieldCatalog> = new Map([
  ['k8s_audit', kubernetesCatalog(around)],
  ['syscall', syscallCatalog({ hasContainerPlugin: false })],
]);

export const describeOptions: DescribeOptions = {
  catalogs,
  formatFields,
};

/** Loads files named `a.yaml`, `b.yaml` and so on. */
export function loadTexts(texts: readonly string[], options: Partial<LoadOptions> = {}): LoadResult {
  const files = texts.map((text, index) => ({ name: `${'abc'.charAt(index)}.yaml`, text }));
  return loadRules(files, { catalogs, checkFormat, ...options });
}

export function loadText(text: string, options: Partial<LoadOptions> = {}): LoadResult {
  return loadTexts([text], options);
}

/** A rule for Kubernetes audit events; `more` are lines of it. */
export function rule(name: string, condition: string, more = ''): string {
  const lines = more === '' ? '' : `${more.replaceAll(/^/gm, '  ')}\n`;
  const body = `  desc: some\n  condition: ${condition}\n  output: out %ka.verb\n  priority: INFO\n  source: k8s_audit\n`;
  return `- rule: ${name}\n${body}${lines}`;
}

/** Everything said of the last file, as `CODE: message`, errors first. */
export function findingsOf({ results }: LoadResult): readonly string[] {
  const last = results.at(-1);
  const findings = [...(last?.errors ?? []), ...(last?.warnings ?? [])];
  return findings.map(({ code, message }) => (message === '' ? code : `${code}: ${message}`));
}

/** The canonical condition of a rule. */
export function conditionOf({ rules }: LoadResult, name = 'r'): string | undefined {
  const found = rules.find((loaded) => loaded.name === name);
  return found && printCondition(found.condition);
}
