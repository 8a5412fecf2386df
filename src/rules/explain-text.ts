import type { ExplainedCheck, ExplainedPart, ExplainedRead } from './explain-condition.ts';
import type { RuleExplanation } from './explain.ts';

/** What a word of an explanation is, for who colours it. */
export type ExplainStyle = 'true' | 'false' | 'faint' | 'strong';

export interface ExplainTextOptions {
  /** Colours a text, or leaves it. */
  readonly paint: (style: ExplainStyle, text: string) => string;
  /** Whether what the outcome does not hang on is told in full, too. */
  readonly isFull: boolean;
}

/** An explanation as lines of text: the outcome, the condition as a tree, and the exceptions. Without a line end. */
export function explainText(explanation: RuleExplanation, options: ExplainTextOptions): string {
  const { condition, exceptions, rule } = explanation;
  const writer = new PartWriter(options);
  const title = `${options.paint('strong', rule)}: ${outcomeText(explanation)}`;
  return [
    title,
    ...(condition === undefined ? [] : ['', ...writer.lines(condition, 1, '')]),
    ...exceptions.flatMap(({ name, condition: part }) => ['', `Exception ${name}`, ...writer.lines(part, 1, '')]),
  ].join('\n');
}

/** The outcome in a sentence. */
export function outcomeText({ outcome, exceptions, earlier }: RuleExplanation): string {
  switch (outcome) {
    case 'alert':
      return 'makes an alert of the event.';
    case 'condition':
      return 'no alert, since its condition is false.';
    case 'exception': {
      const names = exceptions.filter(({ holds }) => holds).map(({ name }) => JSON.stringify(name));
      return `no alert, since it has an exception for the event: ${names.join(', ')}.`;
    }
    case 'earlier-rule':
      return `no alert, since a rule before it has the event: ${JSON.stringify(earlier[0])}.`;
    case 'disabled':
      return 'no alert, since it is not enabled.';
    case 'other-source':
      return 'no alert, since it is for events of another source.';
  }
}

/** `ka.verb = create, but ka.verb is "update"`: why a check is as it is. */
export function checkText({ text, holds, reads }: ExplainedCheck): string {
  return `${cut(text)} is ${holds ? 'true' : 'false'}: ${reads.map(readText).join(', ')}`;
}

/** A field and its values: `ka.verb is "update"`. */
function readText({ name, values, isList }: ExplainedRead): string {
  if (values === undefined) return `${name} is missing`;
  return `${name} is ${cut(JSON.stringify(isList ? values : values[0]))}`;
}

const maxLength = 100;

function cut(text: string): string {
  return text.length <= maxLength ? text : `${text.slice(0, maxLength - 1)}…`;
}

class PartWriter {
  readonly #options: ExplainTextOptions;

  constructor(options: ExplainTextOptions) {
    this.#options = options;
  }

  /** @param before what stands before the part on its line, such as `not` */
  lines(part: ExplainedPart, depth: number, before: string, holds = part.holds): readonly string[] {
    const start = `${'  '.repeat(depth)}${this.#mark(holds)} ${before}`;
    if (!part.isDecisive && !this.#options.isFull && part.kind !== 'check') {
      return [start + this.#options.paint('faint', cut(shortText(part)))];
    }
    switch (part.kind) {
      case 'check':
        return [`${start}${cut(part.text)}  ${this.#options.paint('faint', part.reads.map(readText).join(', '))}`];
      case 'not':
        return this.lines(part.child, depth, `${before}not `, holds);
      case 'macro':
        if (part.child === undefined) return [`${start}${part.name} ${this.#options.paint('faint', 'as above')}`];
        return this.lines(part.child, depth, `${before}${part.name}: `, holds);
      case 'and':
      case 'or': {
        const children = part.children.flatMap((child) => this.lines(child, depth + 1, ''));
        return [`${start}${part.kind === 'and' ? 'all of' : 'one of'}`, ...children];
      }
    }
  }

  #mark(holds: boolean): string {
    return holds ? this.#options.paint('true', '✓') : this.#options.paint('false', '✗');
  }
}

/** A part on one line. */
function shortText(part: ExplainedPart): string {
  switch (part.kind) {
    case 'check':
      return part.text;
    case 'macro':
      return part.name;
    case 'not':
      return `not ${shortText(part.child)}`;
    case 'and':
    case 'or':
      return `(${part.children.map(shortText).join(` ${part.kind} `)})`;
  }
}
