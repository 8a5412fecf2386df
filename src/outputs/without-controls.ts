/** Some servers take not only a line end, but also NUL for the end of a message. */
export function withoutControls(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, ' ');
}
