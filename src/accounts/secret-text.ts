import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 bits that nobody can guess, fit for URLs, cookies and headers. */
export function newSecretText(): string {
  return randomBytes(32).toString('base64url');
}

/** What is kept of a secret of 256 bits: it need not be slow, as nobody can try them all. */
export function digestOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

/** Compares digests, so that neither content nor length shows in the time it takes. */
export function isSameSecret(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
