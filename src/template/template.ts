import { finished } from './go-string.ts';
import type { Tree } from './node.ts';
import { parse } from './parser.ts';
import { Rendering, type Escape } from './rendering.ts';
import { placeOf, RenderFailure, TemplateExecutionError } from './template-error.ts';
import type { TemplateValue } from './value.ts';

/**
 * Go's `text/template` with its own functions and no others. What differs from Go: JSON numbers compare numerically
 * (`comparison.ts`), there are no complex numbers, and a template can neither run long nor write more than 1 MiB.
 * See https://pkg.go.dev/text/template.
 */
export interface Template {
  /**
   * What the template itself says stays as it is; what its actions print goes through `escape`, last of all, so that no
   * function can cut an escape in two.
   * @throws TemplateExecutionError with the text rendered until then.
   */
  render(data: TemplateValue, escape?: Escape): string;
}

/** @throws TemplateSyntaxError with 1-based line and column and the message Go's users know. */
export function parseTemplate(text: string): Template {
  const tree = parse(text);
  return { render: (data, escape = unchanged) => render(tree, text, data, escape) };
}

function render(tree: Tree, source: string, data: TemplateValue, escape: Escape): string {
  const rendering = new Rendering(tree, escape);
  try {
    rendering.run(data);
  } catch (error) {
    if (!(error instanceof RenderFailure)) throw error;
    const { start, end } = rendering.place;
    const place = { ...placeOf(source, start), source: source.slice(start, end).trim() };
    throw new TemplateExecutionError(error.message, place, finished(rendering.text));
  }
  return finished(rendering.text);
}

function unchanged(text: string): string {
  return text;
}
