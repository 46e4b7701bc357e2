/** A root key as its variable holds it: 32 equal bytes in base64. */
export function keyText(byte: number, length = 32): string {
  return btoa(String.fromCharCode(byte).repeat(length));
}
