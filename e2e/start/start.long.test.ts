import { it } from "vitest";
import { expectOnce } from "./expect-once.ts";

it("npm start -- --once moves two Workers onto the store and checks them", {
  timeout: 300_000,
}, async () => {
  await expectOnce("vault", 10);
});
