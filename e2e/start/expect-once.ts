/** Runs `npm start -- --once`, which checks everything that `npm start` shows. */
import { expect } from "vitest";
import { run } from "../checks/run.ts";

/** @param count how many things it checks. */
export async function expectOnce(backend: string, count: number): Promise<void> {
  const { status, output } = await run(
    "node",
    "e2e/start/start.ts",
    "--once",
    "--backend",
    backend,
  );
  expect(output).not.toContain("FAILED");
  expect(output.match(/^ok /gm)).toHaveLength(count);
  expect(status).toBe(0);
}
