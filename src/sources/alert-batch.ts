import type { Alert } from '#alert/alert.ts';
import type { Enrich } from '#alert/enrich.ts';
import { InvalidAlertError, readFalcoAlert, type FalcoAlert } from '#alert/falco-json.ts';
import { readPlainAlert } from '#alert/plain-alert.ts';
import type { Json } from '#kit/json.ts';
import { JsonSyntaxError, readJsonPrefix } from '#kit/json-read.ts';
import { tooMany, type Refusal } from './refusal.ts';

/** An alert that was not taken: where it stood in the request, from 0, and what is wrong with it. */
export interface RefusedAlert {
  readonly index: number;
  readonly reason: string;
  readonly kind: Extract<Refusal['reason'], 'syntax' | 'invalid'>;
}

/** What a request holds. */
export interface AlertBatch {
  readonly alerts: readonly Alert[];
  readonly refused: readonly RefusedAlert[];
}

export interface BatchLimits {
  readonly maxDepth: number;
  readonly maxKeys: number;
  readonly maxAlerts: number;
}

/** An alert is an object that holds the object of its fields. */
const plainDepth = 2;

/**
 * Reads an alert, as Falco sends it; or several: one after another (NDJSON) or in an array. Like Falcosidekick it ignores what
 * follows a value, unless that begins as a further alert or array would.
 * @throws Refusal for too many alerts
 */
export function readAlertBatch(text: string, enrich: Enrich, limits: BatchLimits): AlertBatch {
  const alerts: Alert[] = [];
  const refused: RefusedAlert[] = [];
  const checkCount = () => {
    if (alerts.length + refused.length >= limits.maxAlerts) throw tooMany(limits.maxAlerts);
  };
  const refuse = (error: unknown) => {
    refused.push({ index: alerts.length + refused.length, ...refusalOf(error) });
  };
  const take = (read: () => FalcoAlert) => {
    checkCount();
    try {
      alerts.push(enrich(read()));
    } catch (error) {
      refuse(error);
    }
  };

  let position = 0;
  do {
    checkCount();
    const plain = limits.maxDepth < plainDepth ? undefined : readPlainAlert(text, position, limits.maxKeys);
    if (plain) {
      position = plain.end;
      take(() => plain.alert);
      continue;
    }
    try {
      const { value, end } = readJsonPrefix(text, position, limits);
      position = end;
      for (const item of isList(value) ? value : [value]) take(() => readFalcoAlert(item));
    } catch (error) {
      refuse(error);
      position = nextLine(text, error);
    }
  } while (beginsValue(text, position));
  return { alerts, refused };
}

/** A line that is broken takes nothing from those after it. */
function nextLine(text: string, error: unknown): number {
  const lineEnd = error instanceof JsonSyntaxError ? text.indexOf('\n{', error.position) : -1;
  return lineEnd < 0 ? text.length : lineEnd + 1;
}

function beginsValue(text: string, position: number): boolean {
  const character = text.charAt(position);
  return character === '{' || character === '[';
}

/** Passes on what is not the sender's fault. */
function refusalOf(error: unknown): Pick<RefusedAlert, 'reason' | 'kind'> {
  if (error instanceof InvalidAlertError) return { reason: error.message, kind: 'invalid' };
  if (error instanceof JsonSyntaxError) return { reason: error.message, kind: 'syntax' };
  throw error;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
