import type { RuleEvent } from './fields/field.ts';
import { findJsonSource, jsonSources, type JsonSourceSettings } from './fields/json-sources.ts';
import { kubernetesSource } from './fields/kubernetes-catalog.ts';
import { defaultSplitLimits, splitEvents, type SplitBody } from './fields/split-events.ts';
import { splitRecords } from './fields/split-records.ts';

/** What cannot be tried, and which part of the request it is about. The message is for people. */
export class TrialError extends Error {
  override readonly name = 'TrialError';
  readonly part: 'event' | 'rules';

  constructor(part: 'event' | 'rules', message: string) {
    super(message);
    this.part = part;
  }
}

export interface TrialEvent {
  /** As it was posted: one event, or a list of which one is meant. */
  readonly event: string;
  /** The source it is of; that of Kubernetes' audit events if absent. */
  readonly source?: string;
  /** Which one of a list, from 1. */
  readonly number?: number;
}

const limits = { ...defaultSplitLimits, maxEvents: 1000 };

/** @throws TrialError */
export function readTrialEvent(
  { event: text, source = kubernetesSource, number = 1 }: TrialEvent,
  settings: JsonSourceSettings,
  nowNs: bigint,
): { readonly event: RuleEvent; readonly events: number } {
  const { events, refusals } = split(text.trim(), source, settings, nowNs);
  const event = events[number - 1];
  if (event) return { event, events: events.length };
  const [refusal] = refusals;
  if (events.length === 0 && refusal) {
    throw new TrialError('event', `This is no event of ${source}: ${refusal.message}`);
  }
  if (events.length === 0) throw new TrialError('event', 'There is no event in this text');
  throw new TrialError('event', `There are ${events.length} events in this text, and no event ${number}`);
}

function split(text: string, source: string, settings: JsonSourceSettings, nowNs: bigint): SplitBody {
  if (source === kubernetesSource) return splitEvents(text, { limits, source, firstNumber: 1n });
  const sources = jsonSources(settings);
  const found = findJsonSource(sources, source);
  if (found) return splitRecords(text, found, { limits, firstNumber: 1n, receivedNs: nowNs });
  const known = [kubernetesSource, ...sources.map(({ id }) => id)].join(', ');
  throw new TrialError('event', `Events of ${JSON.stringify(source)} cannot be tried here, but those of ${known}`);
}
