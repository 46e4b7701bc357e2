/** What is run over each generated repository, and with what it is compared. */
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Usage } from "../harness/run-measured.ts";

export interface Variant {
  readonly id: "node" | "oxc" | "shape" | "tsc" | "scan";
  readonly label: string;
  readonly kind: "ours" | "other";
  /** The program and its arguments, for a repository. */
  readonly args: (repository: string) => readonly string[];
}

const ROOT = join(import.meta.dirname, "..", "..");
/** The TypeScript that migrate works with: scan and tsc are compared over the same one. */
const TYPESCRIPT = createRequire(join(ROOT, "packages/migrate/package.json")).resolve("typescript");

export const TSC = join(TYPESCRIPT, "..", "..", "bin", "tsc");
export const CLI = join(ROOT, "packages/cli/dist/bin.js");
const here = (file: string) => join(import.meta.dirname, file);

export const VARIANTS: readonly Variant[] = [
  { id: "node", label: "Node, started and ended", kind: "other", args: () => [here("nothing.ts")] },
  {
    id: "oxc",
    label: "oxc, every file parsed",
    kind: "other",
    args: (repository) => [here("parse-with-oxc.ts"), repository],
  },
  {
    id: "shape",
    label: "scan's pass without types",
    kind: "ours",
    args: (repository) => [here("pass-without-types.ts"), repository],
  },
  {
    id: "tsc",
    label: "tsc --noEmit",
    kind: "other",
    args: (repository) => [TSC, "-p", repository, "--noEmit"],
  },
  {
    id: "scan",
    label: "lunakey scan --json",
    kind: "ours",
    args: (repository) => [CLI, "scan", repository, "--json"],
  },
];

export type Rounds = Readonly<Record<Variant["id"], readonly Usage[]>>;
