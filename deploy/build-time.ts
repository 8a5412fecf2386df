/** The time of every file in a package, in seconds. Any that stays the same: packages of the same sources are the same, byte for byte. */
export function buildTimeS(): number {
  return Number(process.env['SOURCE_DATE_EPOCH'] ?? Date.UTC(2026, 0, 1) / 1000);
}
