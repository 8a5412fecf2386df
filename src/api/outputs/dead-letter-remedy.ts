/** What a status says of what has to be mended, before the letters are sent again. */
const remedies: ReadonlyMap<number, string> = new Map([
  [400, 'The other side does not understand the message: compare it with what it expects, then send again.'],
  [401, 'The credentials are refused: set valid ones in the configuration, then send again.'],
  [403, 'The credentials may not do this: give them the right, then send again.'],
  [404, 'What the output sends to is not there: correct the address or create it, then send again.'],
  [405, 'The address takes no such request: correct it, then send again.'],
  [410, 'What the output sends to was removed: name another in the configuration, then send again.'],
  [413, 'The message is too large for the other side: raise its limit, then send again.'],
  [415, 'The other side expects another kind of content: correct the format, then send again.'],
  [422, 'The other side refuses a value: see its answer, correct that, then send again.'],
]);

const status = /\b([45]\d{2})\b/;

/** How to mend what dead letters have in common, where their reason tells. */
export function deadLetterRemedy(reason: string): string | undefined {
  if (reason.startsWith('gave up after ')) return 'The output did not work for a long time: once it does, send again.';
  const [, code] = status.exec(reason) ?? [];
  return code === undefined ? undefined : remedies.get(Number(code));
}
