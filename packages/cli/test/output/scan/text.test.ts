import { describe, expect, it } from "vitest";
import { renderScan } from "../../../src/output/scan/text.ts";
import { cellWidth } from "../../../src/output/table.ts";
import { SAMPLE } from "./sample-report.ts";

const OPTIONS = { language: "en", showReads: false } as const;

describe("renderScan", () => {
  it("draws each Worker, then what to mend, and the verdict last", () => {
    const text = renderScan(SAMPLE, { columns: 80, colour: false, language: "en" }, OPTIONS);
    expect(`\n${text}`).toMatchInlineSnapshot(`
      "
      api  api/wrangler.toml → src/index.ts, 16 files
      SECRET             READS  SYNC  default    staging   production
      ADMIN_API_KEY      -      -                          [vars]!
      STRIPE_SECRET_KEY  2      1     .dev.vars  required  ·
      looks like configuration: STRIPE_PRICE_STARTER

      web  web/wrangler.jsonc → no entry, 1 file
      SECRET         READS  SYNC  default
      ADMIN_API_KEY  1      1     store

      store bound to a store; required in secrets.required; [vars]! plain, in [vars];
      · read; nothing here declares that it is set

      Mend first (1)
        ● ADMIN_API_KEY is in plain text in [vars] of api, environment production.
          api/wrangler.toml:31
          → Take it out of [vars], replace it at its maker, and set it with: npx
            wrangler secret put ADMIN_API_KEY --env production

      Know (1)
        ● ADMIN_API_KEY is held by 2 Workers.
          api/src/admin.ts:1, 2, 3, 4, 5, 6
          → One value in the store would serve both.

      Not understood in full
        web/src/broken.ts:3 This file does not parse; the rest was looked at.

      Verdict: fix
        Mend what is listed first; individual secrets can stay.
        - 1 secret is in plain text.
      "
    `);
    for (const line of text.split("\n")) expect(cellWidth(line)).toBeLessThanOrEqual(80);
  });

  it("speaks French", () => {
    const text = renderScan(
      SAMPLE,
      { columns: 80, colour: false, language: "en" },
      { ...OPTIONS, language: "fr" },
    );
    expect(text).toContain("Verdict : corriger");
    expect(text).toContain("À corriger d'abord (1)");
  });

  it("shows every read where asked, and lets nothing through that moves the cursor", () => {
    const text = renderScan(
      SAMPLE,
      { columns: 80, colour: false, language: "en" },
      { ...OPTIONS, showReads: true },
    );
    expect(text).toContain("api/src/billing.ts:12:19");
    expect(text).toContain("module level");
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
  });

  it("says once what several Workers lack, and a file's lines in their order", () => {
    const lack = (file: string) => ({
      code: "no_tsconfig" as const,
      file,
      line: 1,
      column: 1,
      message: "There is no tsconfig.json; types are guessed.",
    });
    const [finding] = SAMPLE.findings;
    if (!finding) throw new TypeError("the sample has a finding");
    const places = [31, 4, 200].map((line) => ({ file: "api/index.ts", line, column: 1 }));
    const report = {
      ...SAMPLE,
      findings: [{ ...finding, places }],
      problems: [lack("api"), lack("web"), { ...lack("."), message: "No Worker." }],
    };
    const text = renderScan(report, { columns: 80, colour: false, language: "en" }, OPTIONS);
    expect(text).toContain(
      "  api, web There is no tsconfig.json; types are guessed.\n  No Worker.\n",
    );
    expect(text).toContain("    api/index.ts:4, 31, 200\n");
  });

  it("says of a second config of one entry whose code it is", () => {
    const [worker] = SAMPLE.workers;
    if (!worker) throw new Error("the sample has a Worker");
    const preview = { ...worker, name: "one-preview", config: "wrangler.preview.toml" };
    const view = { columns: 80, colour: false, language: "en" } as const;
    const text = renderScan({ ...SAMPLE, workers: [worker, preview] }, view, OPTIONS);
    expect(text.split(`, the code of ${worker.name}\n`)).toHaveLength(2);
    expect(renderScan(SAMPLE, view, OPTIONS)).not.toContain("the code of");
  });

  it("says which of two Workers with one name it is", () => {
    const [worker] = SAMPLE.workers;
    if (!worker) throw new Error("the sample has a Worker");
    const copy = { ...worker, config: "copy/wrangler.toml" };
    const view = { columns: null, colour: false, language: "en" } as const;
    const text = renderScan({ ...SAMPLE, workers: [worker, copy] }, view, OPTIONS);
    expect(text).toContain(`, the code of ${worker.name} (${worker.config})\n`);
  });

  it("says that there is no Worker", () => {
    const empty = { ...SAMPLE, workers: [], secrets: [], reads: [], findings: [], problems: [] };
    expect(renderScan(empty, { columns: 80, colour: false, language: "en" }, OPTIONS)).toContain(
      "No wrangler config was found here.",
    );
  });
});
