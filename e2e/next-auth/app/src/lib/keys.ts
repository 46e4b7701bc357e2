/** Calls of Cloudflare's API for the keys of the account. */
const API = "https://api.cloudflare.com/client/v4";

function headers(): Record<string, string> {
  if (!process.env.CF_API_TOKEN) throw new Error("CF_API_TOKEN is not configured");
  return { authorization: `Bearer ${process.env.CF_API_TOKEN}` };
}

/** @throws Error where the API refuses the token. */
export async function countKeys(account: string): Promise<number> {
  const response = await fetch(`${API}/accounts/${account}/calls/turn_keys`, {
    headers: headers(),
  });
  if (!response.ok) throw new Error(`The API answered status ${response.status}`);
  const { result } = (await response.json()) as { result: readonly unknown[] };
  return result.length;
}
