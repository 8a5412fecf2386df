import type { RuleExplanation } from '#rules/explain.ts';
import { outcomeText } from '#rules/explain-text.ts';
import type { ExplainedPart, ExplainedRead } from '#rules/explain-condition.ts';
import type { ConditionPart, RuleTest } from './contract/rules.ts';

const mostParts = 2000;
const mostCharacters = 300;

/** An explanation as lists of parts: a condition may be deeper than a page wants to follow. */
export function shownExplanation(explanation: RuleExplanation): RuleTest['explanations'][number] {
  const { rule, condition, exceptions } = explanation;
  const own = condition ? [...partsOf(condition, 0, '', condition.holds)] : [];
  const excepted = exceptions.map(({ name, holds, condition: part }) => ({
    name,
    holds,
    parts: [...partsOf(part, 0, '', part.holds)],
  }));
  let room = mostParts;
  let omitted = 0;
  const within = (parts: readonly ConditionPart[]) => {
    const shown = parts.slice(0, room);
    room -= shown.length;
    omitted += parts.length - shown.length;
    return shown;
  };
  return {
    rule,
    outcome: outcomeText(explanation),
    condition: within(own),
    exceptions: excepted.map(({ name, holds, parts }) => ({ name, holds, condition: within(parts) })),
    omitted,
  };
}

/** @param before what stands before the part on its line, such as `not` */
function* partsOf(part: ExplainedPart, depth: number, before: string, holds: boolean): Generator<ConditionPart> {
  const line = (text: string, reads: readonly ExplainedRead[] = []) => ({
    depth,
    text: cut(before + text),
    holds,
    isDecisive: part.isDecisive,
    reads: reads.map(shownRead),
  });
  switch (part.kind) {
    case 'check':
      yield line(part.text, part.reads);
      return;
    case 'not':
      yield* partsOf(part.child, depth, `${before}not `, holds);
      return;
    case 'macro':
      if (part.child === undefined) yield line(`${part.name}, as above`);
      else yield* partsOf(part.child, depth, `${before}${part.name}: `, holds);
      return;
    case 'and':
    case 'or':
      yield line(part.kind === 'and' ? 'all of' : 'one of');
      for (const child of part.children) yield* partsOf(child, depth + 1, '', child.holds);
  }
}

function shownRead({ name, values, isList }: ExplainedRead): ConditionPart['reads'][number] {
  if (values === undefined) return { field: cut(name) };
  return { field: cut(name), value: cut(JSON.stringify(isList ? values : (values[0] ?? null))) };
}

function cut(text: string): string {
  return text.length <= mostCharacters ? text : `${text.slice(0, mostCharacters - 1)}…`;
}
