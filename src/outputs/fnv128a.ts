const offset = 0x6c62272e07bb014262b821756295c58dn;
const prime = 0x0000000001000000000000000000013bn;

/** The hash FNV-1a of 128 bits, 16 bytes long. See https://www.rfc-editor.org/rfc/rfc9923. */
export function fnv128a(bytes: Uint8Array): Uint8Array {
  let hash = offset;
  for (const byte of bytes) hash = BigInt.asUintN(128, (hash ^ BigInt(byte)) * prime);
  return Buffer.from(hash.toString(16).padStart(32, '0'), 'hex');
}
