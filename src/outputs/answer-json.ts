import type { z } from 'zod';

/** What an answer says, or `undefined` for what is no JSON, or not of this form. */
export function answerJson<Schema extends z.ZodType>(text: string, schema: Schema): z.output<Schema> | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
