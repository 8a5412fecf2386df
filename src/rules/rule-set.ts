import type { FalcoAlert } from '#alert/falco-json.ts';
import { parseTime } from '#alert/time.ts';
import { RuleCosts, type RuleCost } from './cost/rule-costs.ts';
import type { Surroundings } from './fields/generic-fields.ts';
import { compileOutput } from './fields/detection.ts';
import { alertTime } from './fields/event-time.ts';
import type { FieldCatalog, RuleEvent } from './fields/field.ts';
import { checkFormat } from './fields/format.ts';
import { jsonSourceCatalog } from './fields/json-source.ts';
import { sourceQuirks, type SourceQuirk } from './fields/source-quirks.ts';
import { jsonSources, type JsonSourceSettings } from './fields/json-sources.ts';
import { kubernetesCatalog } from './fields/kubernetes-catalog.ts';
import { kubernetesQuirks, type KubernetesQuirk } from './fields/kubernetes-quirks.ts';
import { syscallCatalog, syscallSource } from './fields/syscall-catalog.ts';
import { createRuleSetEvaluation } from './language/evaluate/rule-set-evaluator.ts';
import type { LoadedRule, LoadOptions } from './load/loaded-rule.ts';

export interface RuleSourceSettings extends JsonSourceSettings {
  /** What Falco's plugins read wrongly, and is to be read as they do. */
  readonly quirks?: readonly Quirk[];
}

export type Quirk = KubernetesQuirk | SourceQuirk;

/** What rules are loaded with: the fields of each source there is. */
export function ruleSources(
  around: Surroundings,
  settings: RuleSourceSettings = {},
): Pick<LoadOptions, 'catalogs' | 'checkFormat'> {
  const kept = new Set<string>(settings.quirks);
  const ofKubernetes = kubernetesQuirks.filter((quirk) => kept.has(quirk));
  const ofSources = sourceQuirks.filter((quirk) => kept.has(quirk));
  const catalogs = [
    kubernetesCatalog(around, ofKubernetes),
    ...jsonSources(settings).map((source) => jsonSourceCatalog(source, around, ofSources)),
    syscallCatalog({ hasContainerPlugin: true }),
  ];
  return { catalogs: new Map(catalogs.map((catalog) => [catalog.source, catalog])), checkFormat };
}

export interface RuleSetSettings {
  readonly catalogs: ReadonlyMap<string, FieldCatalog>;
  /** Falco's `rule_matching`: whether an event makes one alert at most, by the first rule that matches. */
  readonly ruleMatching: 'first' | 'all';
  /** The host that alerts name as theirs. */
  readonly hostname: string;
  /** Makes an alert of every event of its source that no rule matched. It is none of the rules. */
  readonly otherwise?: LoadedRule | undefined;
  /** By which it is measured what rules cost; without it nothing is measured. */
  readonly nowMs?: (() => number) | undefined;
}

/** Rules that are evaluated: an event in, alerts as Falco would post them out. */
export interface RuleSet {
  /** How many rules are enabled and run here. */
  readonly size: number;
  /** Rules that are enabled, and cannot run here: those over system calls, which Falco itself runs. */
  readonly foreign: number;
  /** How many rules of a source are enabled and run here. */
  sizeOf(source: string): number;
  /** By the rules of the event's own source. */
  detect(event: RuleEvent): readonly FalcoAlert[];
  /** What each of these rules costs; none where nothing is measured. */
  costs(): readonly RuleCost[];
}

/** The rules of one source. */
type Detector = Pick<RuleSet, 'size' | 'detect' | 'costs'>;

/** @throws Error where a condition or an output cannot be compiled, which loading has seen to before */
export function createRuleSet(rules: readonly LoadedRule[], settings: RuleSetSettings): RuleSet {
  const enabled = rules.filter(({ isEnabled }) => isEnabled);
  const ours = enabled.filter(({ source }) => source !== syscallSource);
  const bySource = Map.groupBy(ours, ({ source }) => source);
  const { otherwise } = settings;
  if (otherwise) bySource.set(otherwise.source, bySource.get(otherwise.source) ?? []);
  const detectors = new Map([...bySource].map(([source, some]) => [source, detector(source, some, settings)]));
  return {
    size: ours.length,
    foreign: enabled.length - ours.length,
    sizeOf: (source) => detectors.get(source)?.size ?? 0,
    detect: (event) => detectors.get(event.source)?.detect(event) ?? [],
    costs: () => [...detectors.values()].flatMap((each) => each.costs()),
  };
}

function detector(source: string, rules: readonly LoadedRule[], settings: RuleSetSettings): Detector {
  const { catalogs, ruleMatching, hostname, otherwise, nowMs } = settings;
  const catalog = catalogs.get(source);
  if (!catalog) throw new Error(`There is no catalogue of the fields of ${source}`);
  const evaluation = createRuleSetEvaluation(
    rules.map(({ condition }) => condition),
    catalog,
    { ruleMatching },
  );
  const costs = nowMs && new RuleCosts(rules, { catalog, ruleMatching, nowMs });
  const alertOf = rules.map((rule) => compileAlert(rule, catalog, hostname));
  const recordOf = otherwise?.source === source ? compileAlert(otherwise, catalog, hostname) : undefined;
  return {
    size: rules.length,
    detect: (event) => {
      catalog.observe?.(event);
      const matches = costs ? costs.evaluate(event, evaluation) : evaluation.evaluate(event);
      if (matches.length === 0) return recordOf ? [recordOf(event)] : none;
      return matches.flatMap((place) => alertOf[place]?.(event) ?? []);
    },
    costs: () => costs?.costs() ?? [],
  };
}

const none: readonly FalcoAlert[] = [];

function compileAlert(rule: LoadedRule, catalog: FieldCatalog, hostname: string): (event: RuleEvent) => FalcoAlert {
  const { name, priority, tags, source } = rule;
  const extraFields = Object.fromEntries(
    rule.extraFields.map(({ name: field, format, isRaw }) => [field, isRaw ? { field } : { format }]),
  );
  const describe = compileOutput({ output: rule.output, priority, isIsoTime: false, extraFields }, catalog);
  return (event) => {
    const { output, outputFields } = describe(event);
    const time = parseTime(alertTime(event.timeNs));
    return { output, priority, rule: name, time, outputFields, source, tags, hostname, unknown: {} };
  };
}
