import { describe, expect, it } from "vitest";
import { maskLine } from "../../../src/output/scan/mask-line.ts";

const KEY = "c2stNTFGYWtlQ2FuYXJ5VmFsdWUwMTIz";

describe("maskLine", () => {
  it.each([
    ["const stripe = new Stripe(env.STRIPE_SECRET_KEY);"],
    ["  if (!env.CF_TURN_KEY_API_TOKEN) return new Response('not configured', { status: 503 });"],
    ["const { API_TOKEN_V2 = '' } = process.env;"],
    [`const header = \`Bearer \${env.ADMIN_API_KEY}\`;`],
    ["import { getCloudflareContext } from '@opennextjs/cloudflare';"],
    ["const token = await getSecret(env, 'STRIPE_WEBHOOK_SECRET');"],
    [`fetch(\`https://api.cloudflare.com/client/v4/accounts/\${env.CF_ACCOUNT_ID}/calls/x\`)`],
  ])("leaves code as it is: %s", (line) => {
    expect(maskLine(line)).toBe(line);
  });

  it.each([
    [`const key = env.API_KEY ?? "${KEY}";`, 'const key = env.API_KEY ?? "•••";'],
    [`const key = env.API_KEY || 'sk_live_${"x".repeat(4)}';`, "const key = env.API_KEY || '•••';"],
    [`// API_KEY=${KEY}`, "// API_KEY=•••"],
    [`headers: { Authorization: "Bearer ${KEY}" },`, 'headers: { Authorization: "Bearer •••" },'],
    [`env.API_KEY + \`${KEY}`, "env.API_KEY + `•••"],
    ["PASSWORD=hunter2hunter2", "PASSWORD=•••"],
  ])("masks what could be a value: %#", (line, masked) => {
    expect(maskLine(line)).toBe(masked);
  });

  it("shows what is around the place in a line that nobody reads", () => {
    const line = `${"a=1;".repeat(5_000)}env.API_KEY${";b=2".repeat(5_000)}`;
    const shown = maskLine(line, 20_001);
    expect(shown).toContain("a=1;env.API_KEY;b=2");
    expect(shown.length).toBeLessThan(310);
    expect(maskLine(`${"x".repeat(300)}"${KEY}`, 1)).not.toContain("NTFGYW");
  });
});
