import type { Position } from '../language/expression.ts';
import { toByteString } from '../language/byte-text.ts';
import type { Mark, YamlNode } from './yaml-node.ts';

/** The kinds of things in rules files that findings are located at, in Falco's words. */
export type ItemType =
  | 'value for'
  | 'exceptions'
  | 'exception'
  | 'exception values'
  | 'exception value'
  | 'rules content'
  | 'rules content item'
  | 'required_engine_version'
  | 'required plugin versions'
  | 'required plugin versions entry'
  | 'required plugin versions alternative'
  | 'list'
  | 'list item'
  | 'macro'
  | 'macro condition'
  | 'rule'
  | 'rule condition'
  | 'condition expression'
  | 'rule output'
  | 'rule output expression'
  | 'rule priority'
  | 'overrides'
  | 'extension item';

export interface Location {
  /** The file, or the beginning of a condition. */
  readonly name: string;
  readonly position: Mark;
  readonly itemType: ItemType;
  readonly itemName: string;
}

/** Where a finding is: from the file inwards. */
export interface LoadContext {
  readonly locations: readonly [Location, ...Location[]];
  /** The condition the innermost location points into, where that is not the file. */
  readonly condition?: string;
  /** Where that place really is, which Falco does not tell. */
  readonly exact?: ConditionPlace;
}

/** A place in the text of the condition of a rule or a macro. */
export interface ConditionPlace {
  /** The rule or macro condition. */
  readonly item: LoadContext;
  readonly text: string;
  /** In bytes from 0. */
  readonly offset: number;
}

export function fileContext(name: string): LoadContext {
  const position = { offset: 0, line: 0, column: 0 };
  return { locations: [{ name, position, itemType: 'rules content', itemName: '' }] };
}

export function nodeContext(node: YamlNode, itemType: ItemType, itemName: string, parent: LoadContext): LoadContext {
  return markContext(node.mark, itemType, itemName, parent);
}

export function markContext(position: Mark, itemType: ItemType, itemName: string, parent: LoadContext): LoadContext {
  const [{ name }] = parent.locations;
  return { locations: [...parent.locations, { name, position, itemType, itemName }] };
}

/** A place in a condition. Falco adds its position to that of the item around it, though the two count differently. */
export function conditionContext(
  position: Position,
  condition: string,
  parent: LoadContext,
  exact?: ConditionPlace,
): LoadContext {
  const around = parent.locations.at(-1)?.position ?? { offset: 0, line: 0, column: 0 };
  const sum = {
    offset: position.offset + around.offset,
    line: position.line + around.line,
    column: position.column + around.column,
  };
  const location = {
    name: shortName(condition),
    position: sum,
    itemType: 'condition expression',
    itemName: '',
  } as const;
  const place = exact ?? { item: parent, text: condition, offset: position.offset };
  return { locations: [...parent.locations, location], condition, exact: place };
}

const maxNameBytes = 20;

function shortName(condition: string): string {
  const bytes = toByteString(condition);
  const short = bytes.length > maxNameBytes ? `${bytes.slice(0, maxNameBytes - 3)}...` : bytes;
  return readable(`"${short.replaceAll(/[\r\n]/g, ' ')}"`);
}

/** The text of bytes that may have been cut inside a character. */
export function readable(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
