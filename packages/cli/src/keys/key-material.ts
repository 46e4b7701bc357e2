/** Makes what a store begins with: a root key and the first admin's token. Stores and shows neither. */
const ROOT_KEY_BYTES = 32;
const TOKEN_ID_BYTES = 8;
const TOKEN_SECRET_BYTES = 32;

/** Base64 of 32 random bytes. */
export function makeRootKey(): string {
  return randomText(ROOT_KEY_BYTES, "base64");
}

/** A token of the contract's TOKEN_PATTERN. */
export function makeToken(): string {
  const id = randomText(TOKEN_ID_BYTES, "hex");
  return `lunakey_${id}_${randomText(TOKEN_SECRET_BYTES, "base64url")}`;
}

/** `<id>:<SHA-256 of the whole token in hexadecimal>`, which is all that a store is told. */
export async function hashToken(token: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", Buffer.from(token));
  return `${token.split("_")[1]}:${Buffer.from(digest).toString("hex")}`;
}

/** Random bytes as text. */
export function randomText(count: number, encoding: "hex" | "base64" | "base64url"): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(count))).toString(encoding);
}
