import { findJsonSource, jsonSources, type JsonSourceSettings } from './json-sources.ts';
import { kubernetesSource } from './kubernetes-catalog.ts';
import { defaultSplitLimits, splitEvents, type SplitBody } from './split-events.ts';
import { splitRecords } from './split-records.ts';

/** What a text of a source holds. The first event gets `firstNumber`; one that does not say when it happened, `receivedNs`. */
export type SplitText = (text: string, firstNumber: bigint, receivedNs: bigint) => SplitBody;

export interface SourceSplitter {
  /** What rules name in `source`. */
  readonly source: string;
  readonly split: SplitText;
}

/**
 * How events of a source are taken out of texts.
 * @param name as rules have it, or that of Falco's plugin
 * @throws RangeError that names the sources there are
 */
export function sourceSplitter(name: string, settings: JsonSourceSettings = {}): SourceSplitter {
  const limits = defaultSplitLimits;
  if (name === kubernetesSource || name === 'k8saudit') {
    const source = kubernetesSource;
    return { source, split: (text, firstNumber) => splitEvents(text, { limits, source, firstNumber }) };
  }
  const sources = jsonSources(settings);
  const found = findJsonSource(sources, name);
  if (found) {
    const split: SplitText = (text, firstNumber, receivedNs) =>
      splitRecords(text, found, { limits, firstNumber, receivedNs });
    return { source: found.id, split };
  }
  const known = [kubernetesSource, ...sources.map(({ id }) => id)].join(', ');
  throw new RangeError(`There are no logs of a source ${JSON.stringify(name)}: use one of ${known}`);
}
