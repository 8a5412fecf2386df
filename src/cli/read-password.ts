import { createInterface } from 'node:readline';
import { UsageError, type Terminal } from './command.ts';

/** Asks for a password without showing it; from a pipe it is the first line. @throws UsageError where there is none */
export async function readPassword(
  prompt: string,
  stdin: NodeJS.ReadStream,
  { stderr, signal }: Terminal,
): Promise<string> {
  const isAsked = stdin.isTTY && stderr.isTTY;
  // Without an output nothing that is typed is shown.
  const lines = createInterface({ input: stdin, terminal: isAsked, signal, historySize: 0 });
  if (isAsked) stderr.write(prompt);
  const { value } = await lines[Symbol.asyncIterator]().next();
  if (isAsked) stderr.write('\n');
  lines.close();
  if (typeof value === 'string' && value !== '') return value;
  throw new UsageError('Which password? Type it, or pipe it in: printf %s "$PASSWORD" | tiercel users …');
}
