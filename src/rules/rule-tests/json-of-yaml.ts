import { isMap, isScalar, isSeq } from 'yaml';
import type { Json } from '#kit/json.ts';
import { readJson } from '#kit/json-read.ts';

const number = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** YAML as JSON, numbers with the text they were written with. What JSON has not becomes text. */
export function jsonOfYaml(node: unknown): Json {
  if (isMap(node)) {
    return Object.fromEntries(node.items.map(({ key, value }) => [textOf(key), jsonOfYaml(value)]));
  }
  if (isSeq(node)) return node.items.map(jsonOfYaml);
  if (!isScalar(node)) return null;
  const { value, source = '' } = node;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (value === null || value === undefined) return null;
  return number.test(source) ? readJson(source, { maxDepth: 1 }) : source;
}

function textOf(key: unknown): string {
  return isScalar(key) ? (key.source ?? String(key.value)) : '';
}
