/**
 * Copies a text, and says whether it worked. Over plain HTTP a browser has no clipboard interface; there a selection in a
 * text box is copied.
 */
export async function copyText(text: string): Promise<boolean> {
  if (isSecureContext) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return copyFromBox(text);
    }
  }
  return copyFromBox(text);
}

function copyFromBox(text: string): boolean {
  const before = document.activeElement;
  const box = document.createElement('textarea');
  box.value = text;
  box.className = 'only-read-out';
  document.body.append(box);
  box.select();
  const isCopied = document.execCommand('copy');
  box.remove();
  if (before instanceof HTMLElement) before.focus();
  return isCopied;
}
