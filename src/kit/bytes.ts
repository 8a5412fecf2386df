const factors: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
};

const amountAndUnit = /^(\d+(?:\.\d+)?)\s*([kmgt]?i?b)?$/;

/**
 * Reads a size such as `100MiB`, `5MB` or `1024`: bytes, with decimal and binary units in any case.
 * @returns whole bytes; `undefined` for any other text
 */
export function parseBytes(text: string): number | undefined {
  const [, amount, unit = ''] = amountAndUnit.exec(text.trim().toLowerCase()) ?? [];
  const factor = factors[unit];
  if (amount === undefined || factor === undefined) return undefined;
  const bytes = Math.round(Number(amount) * factor);
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}
