import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseTemplate } from './template.ts';
import { TemplateExecutionError, TemplateSyntaxError } from './template-error.ts';
import type { TemplateValue } from './value.ts';

const text = fc.string({ unit: 'binary' });

/** Pieces that make most of the texts nearly templates. */
const pieces = [
  '{{ }} {{-~ ~-}} ( ) ~ | $ $x := = , . .a $.b nil true "%d" 1 -2 1.5 0x1p3 \'a\' "s" `r` 1_0 "\\xff"',
  'if~ else end range~ with~ define~"t" template~"t"~ block~"u"~. break continue /*~*/',
  'print printf~"%v~%d"~ index~ slice~ len~ eq~ lt~ and~ or~ not~ html~ js~ urlquery~',
  '{{end}} {{else}} {{.a}} {{range~.}} {{if~.b}}',
].flatMap((line) => line.split(' ').map((part) => part.replaceAll('~', ' ')));
const piece = fc.oneof(text, fc.constantFrom(...pieces));
const template = fc.array(piece, { maxLength: 24 }).map((pieces) => pieces.join(''));

const scalar = fc.oneof(text, fc.double(), fc.bigInt(), fc.boolean(), fc.constantFrom(null, undefined));
const { value } = fc.letrec<{ value: TemplateValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.constantFrom('a', 'b'), text), tie('value'), { maxKeys: 4 }),
  ),
}));

it('parses any text or throws a TemplateSyntaxError, and renders any data or throws a TemplateExecutionError', () => {
  fc.assert(
    fc.property(template, value, (source, data) => {
      const outcome = outcomeOf(source, data);
      if (typeof outcome === 'string') expect(outcome.isWellFormed()).toBe(true);
      else if (outcome instanceof TemplateExecutionError) expect(outcome.partial.isWellFormed()).toBe(true);
      else expect(outcome).toBeInstanceOf(TemplateSyntaxError);
    }),
    { numRuns: 5000 },
  );
});

it('renders text without an action as itself', () => {
  fc.assert(
    fc.property(
      text.filter((source) => !source.includes('{{')),
      value,
      (source, data) => {
        expect(parseTemplate(source).render(data)).toBe(source);
      },
    ),
  );
});

it('prints any text as it is, and reads back what it quotes', () => {
  fc.assert(
    fc.property(text, (word) => {
      expect(parseTemplate('{{ . }}').render(word)).toBe(word);
      const quoted = parseTemplate('{{ printf "%q" . }}').render(word);
      expect(parseTemplate(`{{ ${quoted} }}`).render(null)).toBe(word);
    }),
  );
});

it('cuts a text into bytes and joins it again', () => {
  fc.assert(
    fc.property(text, fc.nat(), (word, position) => {
      const at = position % (Buffer.byteLength(word) + 1);
      expect(parseTemplate(`{{ slice . 0 ${at} }}{{ slice . ${at} }}`).render(word)).toBe(word);
      expect(parseTemplate(`{{ print (slice . 0 ${at}) (slice . ${at}) | len }}`).render(word)).toBe(
        String(Buffer.byteLength(word)),
      );
    }),
  );
});

function outcomeOf(source: string, data: TemplateValue): unknown {
  try {
    return parseTemplate(source).render(data);
  } catch (error) {
    return error;
  }
}
