/**
 * A text in one line, of the same length: line ends, control characters and those that turn the direction of writing become
 * spaces, so that what an attacker controls cannot pass for another line of a message.
 */
export function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, ' ');
}
