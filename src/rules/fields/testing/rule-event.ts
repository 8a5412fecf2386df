import { readJson } from '#kit/json-read.ts';
import type { FieldCatalog, FieldValue, RuleEvent } from '../field.ts';
import type { Surroundings } from '../generic-fields.ts';

export const quietSurroundings: Surroundings = {
  hostname: 'node-1',
  pluginName: 'k8saudit',
  utcOffset: () => 0,
  firstEventNs: () => 1_704_164_640_000_000_000n,
};

/** 2024-01-02T03:04:05.123456789Z, which no double holds. */
export const someTimeNs = 1_704_164_645_123_456_789n;

export function ruleEvent(json: string | object, source = 'k8s_audit'): RuleEvent {
  const text = typeof json === 'string' ? json : JSON.stringify(json);
  return { source, json: readJson(text, { maxDepth: 200 }), text, timeNs: someTimeNs, number: 7n };
}

/** An audit event of a request with this body. */
export function auditOf(requestObject: object, more: object = {}): RuleEvent {
  return ruleEvent({ auditID: 'a-1', requestObject, ...more });
}

/** Reads `field` or `field[argument]`. */
export function valuesOf(catalog: FieldCatalog, event: RuleEvent, field: string): readonly FieldValue[] | undefined {
  const [, name = '', argument] = /^([^[]+)(?:\[(.*)\])?$/s.exec(field) ?? [];
  return catalog.reader(name, argument)(event);
}
