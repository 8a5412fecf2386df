import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { substituteList } from './substitute-list.ts';
import { conditionOf, findingsOf, loadText, rule } from './testing/load-text.ts';

const unusedList = 'LOAD_UNUSED_LIST: List not referred to by any other rule/macro';
const unusedMacro = 'LOAD_UNUSED_MACRO: Macro not referred to by any other rule/macro';

describe('substituteList', () => {
  it.each([
    ['ka.verb in (l)', ['a', 'b'], 'ka.verb in ( a, b )'],
    ['ka.verb in (l, c)', ['a'], 'ka.verb in ( a , c)'],
    ['ka.verb in ( l )', ['a'], 'ka.verb in ( a )'],
    ['ka.verb in (l)', ['a b', '"c d"', "'e f'", 'g"h'], `ka.verb in ( "a b", "c d", 'e f', g"h )`],
    ['ka.verb in (l, c)', [], 'ka.verb in (   c)'],
    ['ka.verb in (c, l)', [], 'ka.verb in (c  )'],
    ['ka.verb in (c, l, d)', [], 'ka.verb in (c  , d)'],
    ['ka.verb in (l)', [], 'ka.verb in (  )'],
    ['ka.verb in l', ['a'], 'ka.verb in a '],
    ['ka.verb=l and x', ['a'], 'ka.verb= a and x'],
    ['ka.verb = "l"', ['a'], 'ka.verb = "l"'],
    ['ka.verb = "x l y"', ['a'], 'ka.verb = "x a y"'],
    ['ka.l = xl and l.x = lx', ['a'], 'ka.l = xl and l.x = lx'],
    ['a in (l) or\tb in (\n l\r)', ['x'], 'a in ( x ) or\tb in ( x )'],
    ['l l l', ['x'], 'x l x '],
    ['l', ['x'], 'x '],
    ['l,l', [], ' l'],
    ['nothing', ['x'], 'nothing'],
  ])('%j with %j', (condition, items, expected) => {
    expect(substituteList(condition, { name: 'l', items })).toBe(expected);
  });

  it('does as a plain search and replace does', () => {
    const text = fc.array(fc.constantFrom('l', 'll', ' ', ',', '(', ')', '=', '"', 'x', '\n'), { maxLength: 20 });
    fc.assert(
      fc.property(text, fc.subarray(['', 'l', 'a b', 'x']), (pieces, items) => {
        const condition = pieces.join('');
        expect(substituteList(condition, { name: 'l', items })).toBe(searchAndReplace(condition, 'l', items));
      }),
      { numRuns: 3000 },
    );
  });

  it('stays quick where a name stands very often, and refuses to grow without end', () => {
    const condition = `ka.verb in (${'l, '.repeat(50_000)}x)`;
    expect(substituteList(condition, { name: 'l', items: ['a', 'b'] })).toHaveLength(condition.length + 50_000 * 4 + 1);
    expect(() => substituteList(condition, { name: 'l', items: ['a'.repeat(500)] })).toThrow(RangeError);
  });
});

/** The plain way: one replacement after the other in the whole text. */
function searchAndReplace(condition: string, name: string, items: readonly string[]): string {
  const isBlank = (character: string) => character !== '' && ' \t\n\r'.includes(character);
  const isEdge = (character: string) => isBlank(character) || (character !== '' && '(),='.includes(character));
  let text = condition;
  let start = text.indexOf(name);
  while (start >= 0) {
    let end = start + name.length;
    if ((start === 0 || isEdge(text.charAt(start - 1))) && (end >= text.length || isEdge(text.charAt(end)))) {
      while (start > 0 && isBlank(text.charAt(start - 1))) start--;
      while (end < text.length && isBlank(text.charAt(end))) end++;
      const inserted = items.map((item) => (item.includes(' ') ? `"${item}"` : item)).join(', ');
      if (inserted === '' && start > 0 && text.charAt(start - 1) === ',') start--;
      else if (inserted === '' && text.charAt(end) === ',') end++;
      text = `${start > 0 ? `${text.slice(0, start)} ` : ''}${inserted} ${text.slice(end)}`;
      start += inserted.length + 1;
    }
    start = text.indexOf(name, start + 1);
  }
  return text;
}

const list = (name: string, ...items: readonly string[]) => `- list: ${name}\n  items: [${items.join(', ')}]\n`;

describe('lists', () => {
  it.each([
    ['in parentheses', list('l', 'a', 'b'), 'ka.verb in (l)', 'ka.verb in (a, b)'],
    ['without, if it has one item', list('l', 'a'), 'ka.verb in l', 'ka.verb in a'],
    ['named like a value', list('create', 'x'), 'ka.verb = create', 'ka.verb = x'],
    ['with blanks in items', list('l', '"a b"', 'c'), 'ka.verb in (l)', 'ka.verb in ("a b", c)'],
    ['empty', list('l'), 'ka.verb in (l)', 'ka.verb in ()'],
    ['in a list', list('a', 'x', 'y') + list('b', 'a', 'z'), 'ka.verb in (b)', 'ka.verb in (x, y, z)'],
    [
      'in a list in a list',
      list('a', 'x') + list('b', 'a', 'y') + list('c', 'b', 'z'),
      'ka.verb in (c)',
      'ka.verb in (a, y, z)',
    ],
    ['in a list before it', list('b', 'a', 'z') + list('a', 'x', 'y'), 'ka.verb in (b)', 'ka.verb in (x, y, z)'],
    ['quoted', list('l', 'a'), 'ka.verb in ("l")', 'ka.verb in (l)'],
  ])('%s', (_, lists, condition, expected) => {
    expect(conditionOf(loadText(lists + rule('r', condition)))).toBe(expected);
  });

  it('with several items cannot stand without parentheses', () => {
    const loaded = loadText(list('l', 'a', 'b') + rule('r', 'ka.verb in l'));
    expect(loaded.results[0]?.errors[0]?.code).toBe('LOAD_ERR_COMPILE_CONDITION');
  });

  it('that are nowhere are reported', () => {
    const loaded = loadText(list('a', 'x') + list('b', 'a') + list('c', 'y') + rule('r', 'ka.verb = z'));
    expect(findingsOf(loaded)).toEqual([unusedList, unusedList]);
    expect(loaded.results[0]?.warnings.map(({ context }) => context.locations.at(-1)?.itemName)).toEqual(['b', 'c']);
  });
});

const macro = (name: string, condition: string) => `- macro: ${name}\n  condition: ${condition}\n`;

describe('macros', () => {
  it.each([
    ['in a rule', macro('m', 'ka.verb = a') + rule('r', 'm and ka.stage = b'), '(ka.verb = a and ka.stage = b)'],
    ['behind the rule', rule('r', 'not m') + macro('m', 'ka.verb = a'), 'not ka.verb = a'],
    [
      'in a macro',
      macro('m', 'ka.verb = a') + macro('n', 'm or ka.verb = b') + rule('r', 'n'),
      '(ka.verb = a or ka.verb = b)',
    ],
    [
      'behind a macro that was changed later still',
      `${macro('n', 'ka.verb = a') + macro('m', 'ka.verb = b')}- macro: n\n  condition: or m\n  override: {condition: append}\n${rule('r', 'n')}`,
      '(ka.verb = a or ka.verb = b)',
    ],
  ])('%s', (_, text, expected) => {
    const loaded = loadText(text);
    expect(findingsOf(loaded)).toEqual([]);
    expect(conditionOf(loaded)).toBe(expected);
  });

  it.each([
    ['unknown', rule('r', 'ka.verb = a and m'), "Undefined macro 'm' used in filter."],
    ['behind a macro', macro('n', 'm') + macro('m', 'ka.verb = a'), "Undefined macro 'm' used in filter."],
    ['in itself', macro('m', 'ka.verb = a or m'), "Undefined macro 'm' used in filter."],
    [
      'in itself by a change',
      `${macro('m', 'ka.verb = a')}- macro: m\n  condition: or m\n  override: {condition: append}\n`,
      "reference loop in macro 'm'",
    ],
  ])('%s', (_, text, message) => {
    const [error] = findingsOf(loadText(text));
    expect(error).toBe(`LOAD_ERR_VALIDATE: ${message}`);
  });

  it('that are nowhere are reported', () => {
    const text = macro('m', 'ka.verb = a') + macro('n', 'm') + rule('r', 'ka.verb = z');
    expect(findingsOf(loadText(text))).toEqual([unusedMacro]);
  });

  it('are shared, so that many of them do no harm', () => {
    const doubled = (count: number) =>
      macro('m0', 'ka.verb = a') +
      Array.from({ length: count }, (_, at) => macro(`m${at + 1}`, `m${at} or m${at}`)).join('');
    expect(findingsOf(loadText(doubled(15) + rule('r', 'm15')))).toEqual([]);
    const [error] = findingsOf(loadText(doubled(40) + rule('r', 'm40')));
    expect(error).toBe('LOAD_ERR_VALIDATE: macros make more than 1000000 checks');
  });

  it('nest as deep as conditions may', () => {
    const nested = Array.from({ length: 1200 }, (_, at) => macro(`m${at + 1}`, `not m${at}`)).join('');
    const [error] = findingsOf(loadText(macro('m0', 'ka.verb = a') + nested + rule('r', 'm1200')));
    expect(error).toBe('LOAD_ERR_VALIDATE: exceeded max depth limit of 1000');
  });
});
