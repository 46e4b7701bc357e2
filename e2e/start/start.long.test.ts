import { it } from "vitest";
import { expectOnce } from "./expect-once.ts";

it.each(["vault", "cloudflare"])(
  "npm start -- --once checks itself on backend %s",
  {
    timeout: 300_000,
  },
  async (backend) => {
    await expectOnce(backend, 10);
  },
);
