import { describe, expect, it } from "vitest";
import { checkHost } from "../src/host-check.ts";

function isAllowed(url: string, host: string | null, allowed: string): boolean {
  const headers: Record<string, string> = host === null ? {} : { Host: host };
  try {
    checkHost(new Request(url, { headers }), allowed);
    return true;
  } catch {
    return false;
  }
}

describe("checkHost", () => {
  it("wants both the URL and the header Host to be allowed", () => {
    const allowed = "127.0.0.1:8788";
    expect(isAllowed("http://127.0.0.1:8788/", "127.0.0.1:8788", allowed)).toBe(true);
    expect(isAllowed("http://127.0.0.1:8788/", null, allowed)).toBe(true);
    expect(isAllowed("http://127.0.0.1:8788/", "evil.example:8788", allowed)).toBe(false);
    expect(isAllowed("http://evil.example:8788/", "127.0.0.1:8788", allowed)).toBe(false);
  });

  it.each(["", " ", ",", "*", "a b", "user@lunakey.example.com", "lunakey.example.com/x", "[::1"])(
    "allows no host where it is set to %j",
    (allowed) => {
      expect(isAllowed("https://lunakey.example.com/", null, allowed)).toBe(false);
    },
  );

  it("knows IPv6 addresses and ports that the protocol implies", () => {
    expect(isAllowed("http://[::1]:8788/", null, "localhost:8788,[::1]:8788")).toBe(true);
    expect(isAllowed("https://a.example/", "a.example:443", "a.example")).toBe(true);
    expect(isAllowed("http://a.example/", "a.example:443", "a.example")).toBe(false);
  });
});
