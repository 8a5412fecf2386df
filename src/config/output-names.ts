import type { Findings } from './findings.ts';
import { nodeAt, type OptionGroup } from './option-tree.ts';
import type { OptionValues } from './option-values.ts';
import type { OutputListing } from './output-listing.ts';
import { enabledChoice, type OutputEntry } from './output-entries.ts';

/** Stands in metrics, log lines, URLs of the API, and in the journal, where it is the key of what was delivered. */
const namePattern = /^[A-Za-z0-9][\w.-]{0,62}$/;

/** Names must be fit for where they stand, and each output needs its own. */
export function checkNames(entries: readonly OutputEntry[], findings: Findings): void {
  const places = new Map<string, string>();
  for (const { name, group, where } of entries) {
    const path = `${group.path}.name`;
    const earlier = places.get(name);
    if (!namePattern.test(name)) {
      findings.problem({
        where,
        path,
        message: 'The name of an output may hold letters, digits, ".", "-" and "_" only, 63 at most.',
        remedy: 'Choose another name, such as "slack-platform-team".',
      });
    } else if (earlier !== undefined) {
      findings.problem({
        where,
        path,
        message: `Two outputs are named "${name}"; the other is ${earlier}.`,
        remedy: 'Give one of them another "name".',
      });
    }
    places.set(name, where);
  }
}

/** Where nothing else is configured, alerts are printed rather than kept in silence. `stdout.enabled: false` stops that. */
export function stdoutEntry(
  outputs: readonly OutputListing[],
  tree: OptionGroup,
  values: OptionValues,
  findings: Findings,
): OutputEntry[] {
  const listing = outputs.find(({ id }) => id === 'stdout');
  const group = nodeAt(tree, 'stdout');
  if (!listing || group?.kind !== 'group' || enabledChoice(group, values) === false) {
    findings.note({ where: '', path: 'outputs', message: 'No output is configured: alerts are kept and go nowhere.' });
    return [];
  }
  findings.note({ where: '', path: 'stdout', message: 'No output is configured: alerts go to standard output.' });
  return [{ isOn: true, name: 'stdout', listing, group, values, where: 'stdout' }];
}
