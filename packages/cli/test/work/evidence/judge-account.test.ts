import { describe, expect, it } from "vitest";
import type { ServingScript } from "../../../src/account/worker-scripts.ts";
import { type CliError, failure } from "../../../src/cli-error.ts";
import { judgeAccountSide, judgeCommit } from "../../../src/work/evidence/judge-account.ts";

const HEAD = "0123456789abcdef0123456789abcdef01234567";
const CODE = { head: HEAD, changedAt: 1_000, dirty: [] };
const serving = (more: object = {}) => ({
  state: "answered" as const,
  serving: {
    ...{ state: "deployed", isBound: true, individual: ["A"], createdAt: 2_000, tag: null },
    ...more,
  } as ServingScript,
});
const say = (error: CliError) => String(error.failure.message);
const codes = (facts: readonly { readonly code: string }[]) => facts.map(({ code }) => code);

describe("the commit that serves", () => {
  it("is known only where the deploy was told, and is else said to be unknown", () => {
    expect(codes(judgeCommit(CODE, serving()))).toEqual(["commit_unknown"]);
    expect(codes(judgeCommit(CODE, serving({ tag: HEAD.slice(0, 7) })))).toEqual(["commit_same"]);
    expect(codes(judgeCommit(CODE, serving({ tag: "0123" })))).toEqual(["commit_unknown"]);
    expect(codes(judgeCommit(null, serving()))).toEqual(["commit_unknown"]);
  });

  it("is not the one here where it was deployed before the code changed, or this is not committed", () => {
    expect(codes(judgeCommit(CODE, serving({ createdAt: 999 })))).toEqual(["deployed_older"]);
    const dirty = { ...CODE, dirty: ["src/index.ts"] };
    expect(codes(judgeCommit(dirty, serving({ tag: HEAD })))).toEqual(["tree_dirty"]);
  });
});

describe("the account", () => {
  it("says what is there, and that it was not asked", () => {
    expect(codes(judgeAccountSide(serving(), "A", say))).toEqual([
      "deployed_bound",
      "individual_there",
    ]);
    expect(codes(judgeAccountSide(serving({ isBound: false }), "B", say))).toEqual([
      "deployed_unbound",
      "individual_gone",
    ]);
    const never = { state: "answered", serving: { state: "never_deployed" } } as const;
    expect(codes(judgeAccountSide(never, "A", say))).toEqual(["never_deployed"]);
    const silent = { state: "silent", error: null, reason: null } as const;
    expect(codes(judgeAccountSide(silent, "A", say))).toEqual(["account_silent"]);
    const error = failure("account_refused", "Run the same command again.");
    expect(judgeAccountSide({ ...silent, error }, "A", say)).toEqual([
      { code: "account_refused", detail: "Run the same command again." },
    ]);
  });
});
