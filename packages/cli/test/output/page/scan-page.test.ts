import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { escapeHtml } from "../../../src/output/page/escape-html.ts";
import { renderScanPage } from "../../../src/output/page/scan-page.ts";
import { SAMPLE } from "../scan/sample-report.ts";

const page = renderScanPage(SAMPLE, "en");

describe("renderScanPage", () => {
  it("runs and loads nothing but its own script and style", () => {
    const [, policy = ""] = /Content-Security-Policy" content="([^"]+)"/.exec(page) ?? [];
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain("unsafe");
    for (const tag of ["style", "script"]) {
      const contents = [...page.matchAll(new RegExp(`<${tag}>([^]*?)</${tag}>`, "g"))];
      expect(contents).toHaveLength(1);
      const hash = createHash("sha256")
        .update(contents[0]?.[1] ?? "")
        .digest("base64");
      expect(policy).toContain(`${tag}-src 'sha256-${hash}'`);
    }
    expect(page).not.toMatch(/https?:|\ssrc=| style=| on[a-z]+=|url\(/);
  });

  it("lets names, paths and code be nothing but text", () => {
    expect(page).not.toContain("<script>alert");
    expect(page).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
    expect(page).toContain("&lt;script&gt;alert(1)&lt;/script&gt;.ts:7:19");
  });

  it("leads from a cell to its reads", () => {
    expect(page).toContain(
      'href="#read-STRIPE_SECRET_KEY" data-name="STRIPE_SECRET_KEY" data-worker="0"',
    );
    expect(page.split('id="read-STRIPE_SECRET_KEY"')).toHaveLength(2);
    expect(page).toContain('data-name="STRIPE_SECRET_KEY" data-workers="0"');
  });

  it("speaks French", () => {
    const french = renderScanPage(SAMPLE, "fr");
    expect(french).toContain('<html lang="fr">');
    expect(french).toContain("Qui lit quoi");
  });

  it("closes what it opens", () => {
    const open: string[] = [];
    for (const [, close, tag = "", rest = ""] of page.matchAll(/<(\/?)([a-z][a-z0-9]*)([^>]*)>/g)) {
      if (["meta", "br"].includes(tag)) continue;
      if (close) expect(open.pop()).toBe(tag);
      else open.push(tag);
      expect(rest).not.toContain("<");
    }
    expect(open).toEqual([]);
  });
});

describe("escapeHtml", () => {
  it("escapes what HTML reads, and replaces what can not be seen", () => {
    expect(escapeHtml(`<a href="x" b='y'>&\u0000\u2066\t\n`)).toBe(
      "&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;\ufffd\ufffd\t ",
    );
  });
});
