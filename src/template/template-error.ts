/** A template that cannot be parsed. `reason` is the message that Go gives, `message` adds where it is. */
export class TemplateSyntaxError extends Error {
  override readonly name = 'TemplateSyntaxError';
  readonly reason: string;
  readonly line: number;
  readonly column: number;

  constructor(reason: string, line: number, column: number) {
    super(`line ${line}, column ${column}: ${reason}`);
    this.reason = reason;
    this.line = line;
    this.column = column;
  }
}

/** A template that failed while it was rendered. `partial` is the text it had written until then. */
export class TemplateExecutionError extends Error {
  override readonly name = 'TemplateExecutionError';
  readonly reason: string;
  readonly line: number;
  readonly column: number;
  readonly partial: string;

  constructor(reason: string, place: { line: number; column: number; source: string }, partial: string) {
    super(`line ${place.line}, column ${place.column}, at <${place.source}>: ${reason}`);
    this.reason = reason;
    this.line = place.line;
    this.column = place.column;
    this.partial = partial;
  }
}

/** A failure of a function or of a field access, on its way to `render`, which knows the place and the partial text. */
export class RenderFailure extends Error {
  override readonly name = 'RenderFailure';
}

export function fail(reason: string): never {
  throw new RenderFailure(reason);
}

/** The 1-based line and column of an offset. Columns count UTF-16 units. */
export function placeOf(text: string, offset: number): { line: number; column: number } {
  let line = 1;
  let lineStart = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) {
    line++;
    lineStart = at + 1;
  }
  return { line, column: offset - lineStart + 1 };
}
