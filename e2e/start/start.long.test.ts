import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { findFreePort } from "../stack/free-ports.ts";
import { expectOnce } from "./expect-once.ts";
import { interrupt, JOURNEY_TIMEOUT_MS, start } from "./run-start.ts";

it.each(["vault", "cloudflare"])(
  "npm start -- --once checks itself on backend %s",
  {
    timeout: 300_000,
  },
  async (backend) => {
    await expectOnce(backend, 10);
  },
);

it("shows the journey again where its copy was deleted", {
  timeout: 2 * JOURNEY_TIMEOUT_MS,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), "lunakey-start-"));
  const port = await findFreePort([1, 3]); // the web Worker and the admin API
  await interrupt(await start(folder, port));
  await rm(join(folder, "journey"), { recursive: true });
  const again = await start(folder, port);
  await interrupt(again);
  await rm(folder, { recursive: true });
  expect(again.output()).toMatch(/^migrate {2}\/billing\/checkout: 3 reads$/m);
});
