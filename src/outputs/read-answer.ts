import type { z } from 'zod';

/** What of an answer has the expected form; `undefined` for one that is no JSON, or another's. */
export function readAnswer<Answer extends z.ZodType>(schema: Answer, text: string): z.output<Answer> | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
